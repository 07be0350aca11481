import { KeyRouterProvider } from "../app/keys";
import { HostProvider } from "../host/context";
import { galleryWords } from "../words/gallery";
import { AlertStates, Bars } from "./Bars";
import { Buttons, Icons, Marks } from "./Controls";
import type { Fixtures } from "./fixtures";
import { Lists } from "./Lists";
import { Choosers, Dialogs } from "./Overlays";
import { AttentionStates, Charts, StartStates } from "./Places";
import { Banners, Clocks, FilesOfReplies, Notices, Requests } from "./Requests";
import { Rows } from "./Rows";

type GalleryProps = { fixtures: Fixtures };

/** Every component and the main parts of the screens in every state, for those who build and check them. */
export function Gallery({ fixtures }: GalleryProps) {
  return (
    <HostProvider host={fixtures.host}>
      <KeyRouterProvider>
        <div className="gallery">
          <h1>{galleryWords.title}</h1>
          <p className="quiet">{galleryWords.intro}</p>
          <Rows rows={fixtures.rows} />
          <Marks />
          <Buttons modes={fixtures.session.modes} />
          <AlertStates fixtures={fixtures} />
          <Bars fixtures={fixtures} />
          <Banners fixtures={fixtures} />
          <Clocks fixtures={fixtures} />
          <Notices fixtures={fixtures} />
          <Requests fixtures={fixtures} />
          <FilesOfReplies fixtures={fixtures} />
          <Choosers fixtures={fixtures} />
          <Dialogs fixtures={fixtures} />
          <Lists fixtures={fixtures} />
          <AttentionStates fixtures={fixtures} />
          <Charts />
          <StartStates fixtures={fixtures} />
          <Icons />
        </div>
      </KeyRouterProvider>
    </HostProvider>
  );
}
