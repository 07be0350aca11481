import { useEffect, useState } from "react";
import { Button } from "../../components/Button";
import { useHost } from "../../host/context";
import { commandError, type PhotoView } from "../../host/host";
import { fmtBytes } from "../../words/format";
import { readerWords } from "../../words/reader";

type PhotoProps = { photo: PhotoView };

type Shown = { state: "hidden" | "opening" | "absent" | "failed" } | { state: "shown"; url: string };

const { photos } = readerWords;

/** One photo: hidden until asked for, because screens at a front desk are seen by others. */
export function Photo({ photo }: PhotoProps) {
  const host = useHost();
  const [shown, setShown] = useState<Shown>({ state: photo.onDevice ? "hidden" : "absent" });
  const url = shown.state === "shown" ? shown.url : null;

  useEffect(() => {
    if (url === null) return;
    return () => URL.revokeObjectURL(url);
  }, [url]);

  async function open() {
    setShown({ state: "opening" });
    try {
      const bytes = await host.photo({ id: photo.id });
      setShown({ state: "shown", url: URL.createObjectURL(new Blob([bytes])) });
    } catch (error) {
      setShown({ state: commandError(error).kind === "not-on-device" ? "absent" : "failed" });
    }
  }

  return (
    <figure className="photo-frame">
      <div className={shown.state === "shown" ? "photo photo--open" : "photo"}>
        {shown.state === "shown" && <img src={shown.url} alt={photos.alt(photo.title)} />}
        {shown.state === "hidden" && (
          <Button icon="photo" label={`${photos.show}: ${photo.title}`} onPress={() => void open()}>
            {photos.show}
          </Button>
        )}
        {shown.state === "opening" && <p className="meta">{photos.loading}</p>}
        {shown.state === "absent" && (
          <>
            <p className="small">{photos.notHere(fmtBytes(photo.sizeBytes))}</p>
            <Button label={`${photos.get}: ${photo.title}`} onPress={() => void open()}>
              {photos.get}
            </Button>
          </>
        )}
        {shown.state === "failed" && <p className="small">{photos.failed}</p>}
      </div>
      <figcaption className="photo-frame__title meta">
        {photo.title}
        {shown.state === "shown" && (
          <Button kind="quiet" onPress={() => setShown({ state: "hidden" })}>
            {photos.hide}
          </Button>
        )}
      </figcaption>
    </figure>
  );
}
