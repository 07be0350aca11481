import { useState } from "react";
import { Button } from "../components/Button";
import { Icon } from "../components/Icon";
import { Key } from "../components/Key";
import { shownKey } from "../core/commands";
import { useAsked } from "../host/context";
import type { TrainingTaskView } from "../host/host";
import { practiseWords as words } from "../words/practise";

type PracticeBarProps = { onLeave: () => void };

/** Says in every state of the window that nothing here is real, with the way out and the tasks to try. */
export function PracticeBar({ onLeave }: PracticeBarProps) {
  const { asked } = useAsked("training", ["session", "queue", "status", "attention", "time"], (host) =>
    host.training(),
  );
  const [shown, setShown] = useState(true);
  const training = asked.state === "here" ? asked.value : null;
  const tasks = training?.tasks ?? [];
  const ownUrgent = training?.ownUrgent ?? 0;
  const done = tasks.filter((task) => task.done).length;
  return (
    <section className="practice__bar" aria-label={words.region} data-region="practice">
      <div className="practice__line">
        <p className="practice__word">
          <b>{words.word}</b> · {words.nothingIsSent}
        </p>
        {ownUrgent > 0 && (
          <p className="practice__urgent" role="status">
            <Icon name="today" />
            {words.ownUrgent(ownUrgent)}
          </p>
        )}
        <span className="spacer" />
        <p className="practice__progress" role="status">
          {tasks.length > 0 && words.progress(done, tasks.length)}
        </p>
        <Button expanded={shown} onPress={() => setShown(!shown)}>
          {shown ? words.hideTasks : words.showTasks}
        </Button>
        <Button icon="close" popup="dialog" onPress={onLeave}>
          {words.leave}
        </Button>
      </div>
      {shown && asked.state === "failed" && <p role="alert">{words.tasksFailed}</p>}
      {shown && tasks.length > 0 && <Tasks tasks={tasks} />}
      {shown && tasks.length > 0 && done === tasks.length && <p className="practice__all">{words.allDone}</p>}
    </section>
  );
}

type TasksProps = { tasks: readonly TrainingTaskView[] };

function Tasks({ tasks }: TasksProps) {
  return (
    <ol className="practice__tasks" aria-label={words.tasks}>
      {tasks.map((task) => {
        const { text, command } = words.task[task.id];
        return (
          <li key={task.id} className={task.done ? "practice__task practice__task--done" : "practice__task"}>
            <span className="practice__box">{task.done && <Icon name="check" />}</span>
            <span>
              {task.done && <span className="sr">{words.taskDone}</span>}
              {text}
            </span>
            <Key chord={shownKey(command)} />
          </li>
        );
      })}
    </ol>
  );
}
