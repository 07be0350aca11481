/** What the invented patients write. The wording is illustration and no clinical content. */

import type { AnswerView, Category, Urgency } from "../bindings";

export type Story = {
  title: string;
  category: Category;
  urgency: Urgency;
  words: string;
  answers: readonly (readonly [string, string])[];
  redFlags?: readonly (readonly [string, string])[];
  photos?: readonly string[];
  child?: boolean;
};

export const STORIES: readonly Story[] = [
  {
    title: "Chest symptoms",
    category: "clinical",
    urgency: "urgent-today",
    words:
      "Chest feels tight since 6 this morning, worse going up the stairs. I have used my spray twice and it helps for a while.",
    answers: [
      ["Short of breath at rest?", "No, on the stairs"],
      ["Pain in arm or jaw?", "No"],
      ["Heart problems before?", "Angina, 2019"],
    ],
    redFlags: [["Chest pain or tightness now?", "Yes, since this morning"]],
  },
  {
    title: "Letter",
    category: "administrative",
    urgency: "routine",
    words: "Letter for my insurance about the knee operation in May, they need it by the end of the month.",
    answers: [
      ["Who is the letter for?", "Insurance company"],
      ["By when?", "End of the month"],
    ],
  },
  {
    title: "Medication",
    category: "administrative",
    urgency: "routine",
    words:
      "Could I have my blue inhaler again please, I have about ten puffs left. Same chemist as last time, Boots on the High Street.",
    answers: [
      ["Which medicine?", "Blue inhaler"],
      ["How much is left?", "About ten puffs"],
      ["Used it more than usual?", "No"],
    ],
  },
  {
    title: "Back pain",
    category: "clinical",
    urgency: "soon",
    words:
      "Low back pain for three weeks now, painkillers from the shop are not touching it. It is worse in the morning and when I sit in the car.",
    answers: [
      ["Pain down the leg?", "Sometimes, left side"],
      ["Numbness between the legs?", "No"],
      ["Trouble passing water?", "No"],
      ["Tried so far", "Paracetamol, heat"],
    ],
  },
  {
    title: "Ear ache",
    category: "clinical",
    urgency: "soon",
    words:
      "Ear ache since Friday and 38.4 last night. Calpol helps for a while but she is up crying again. She is drinking but not eating much.",
    answers: [
      ["Temperature", "38.4 last night"],
      ["Drinking?", "Yes"],
      ["Rash?", "No"],
      ["Stiff neck?", "No"],
    ],
    photos: ["Ear, left"],
    child: true,
  },
  {
    title: "Cough",
    category: "clinical",
    urgency: "soon",
    words:
      "My cough is worse and I am coughing blood, not a lot, bright red streaks since Saturday. It started as a cold about three weeks ago and the chemist gave me a linctus. I am more breathless than I was taking the dog out and I have had to stop twice on the hill.\n\nI did send a form last week and was told it should clear. I don’t want to bother anyone but my wife says I must ask again.",
    answers: [
      ["Breathless at rest?", "No, on hills and stairs"],
      ["Fever or night sweats?", "Some sweats, not measured"],
      ["Weight loss?", "Not sure, trousers are looser"],
      ["Smoking", "Stopped 2019, 20 a day before"],
    ],
    redFlags: [["Coughing up blood", "Yes"]],
    photos: ["Tissue, Saturday"],
  },
  {
    title: "HRT patches",
    category: "clinical",
    urgency: "routine",
    words:
      "HRT patches are out of stock at three chemists, is there another one I can have? I have four left.",
    answers: [
      ["Which patch?", "50 micrograms, twice a week"],
      ["How many left?", "Four"],
    ],
  },
  {
    title: "Water infection",
    category: "clinical",
    urgency: "soon",
    words:
      "I think I have a water infection. Stinging when I go and going every half an hour since yesterday. No back pain. I had one two years ago and it felt the same.",
    answers: [
      ["Temperature or shivering?", "No"],
      ["Pain in back or side?", "No"],
      ["Blood in the urine?", "No"],
      ["Could you be pregnant?", "No"],
      ["Patient says, allergies", "Trimethoprim, “came out in a rash”"],
    ],
  },
  {
    title: "Fit note",
    category: "administrative",
    urgency: "routine",
    words:
      "Fit note please, the one from Dr Shah runs out on Wednesday. Nothing has changed, I am seeing the physio again next week.",
    answers: [
      ["Off work since", "10-Aug-2026"],
      ["Reason on the last note", "Back pain"],
    ],
  },
  {
    title: "Results",
    category: "administrative",
    urgency: "routine",
    words: "Blood test results from last Thursday please.",
    answers: [["Which test?", "Blood, at the surgery"]],
  },
  {
    title: "Rash",
    category: "clinical",
    urgency: "soon",
    words:
      "A rash on both arms since the weekend, red and itchy with small blisters. I have been gardening. Antihistamines take the edge off.",
    answers: [
      ["Does it fade when pressed?", "Yes"],
      ["Feeling unwell?", "No"],
      ["New medicines?", "No"],
    ],
    photos: ["Left forearm", "Right forearm"],
  },
  {
    title: "Low mood",
    category: "clinical",
    urgency: "soon",
    words:
      "I have not been sleeping since my husband died in June and I cannot face going out. My daughter asked me to write. I am safe, I just do not know what to do with the days.",
    answers: [
      ["Thoughts of harming yourself?", "No"],
      ["Someone with you?", "My daughter, most days"],
      ["Tried so far", "Nothing yet"],
    ],
  },
  {
    title: "Travel vaccines",
    category: "administrative",
    urgency: "routine",
    words:
      "We are flying to Kenya on 20 October, which vaccines do we need and can we book them for all four of us together?",
    answers: [
      ["Where and when", "Kenya, 20-Oct-2026"],
      ["How many people?", "Four"],
    ],
  },
  {
    title: "Headache",
    category: "clinical",
    urgency: "urgent-today",
    words: "Worst headache of my life came on in the shower an hour ago, I have been sick once. Light hurts.",
    answers: [
      ["Came on suddenly?", "Yes"],
      ["Stiff neck?", "A bit"],
      ["Weakness or trouble speaking?", "No"],
    ],
    redFlags: [["Sudden, severe headache", "Yes, within a minute"]],
  },
  {
    title: "Blood pressure readings",
    category: "clinical",
    urgency: "routine",
    words:
      "My week of blood pressure readings as asked: mornings around 142 over 86, evenings 138 over 84. I feel fine.",
    answers: [
      ["Highest reading", "151 over 90"],
      ["Lowest reading", "131 over 79"],
    ],
  },
  {
    title: "Something else",
    category: "unknown",
    urgency: "routine",
    words:
      "I spoke to someone in June about my mum and was told to write here. Can somebody please ring me, it is easier to explain.",
    answers: [["What is it about?", "My mother’s care"]],
  },
];

export function answers(pairs: readonly (readonly [string, string])[], redFlag: boolean): AnswerView[] {
  return pairs.map(([question, answer]) => ({ question, answer, redFlag }));
}
