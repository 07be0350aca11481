//! How a person left the window.

use serde::{Deserialize, Serialize};
use triage_client::{Place, Screen};
use ts_rs::TS;

use super::frame::{FirstView, WorkloadScreen};

/// How a person left the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    #[ts(inline)]
    pub view: FirstView,
    /// The size of the text in per cent of the usual, 50 to 400.
    pub zoom_percent: u16,
}

impl From<Place> for PlaceView {
    fn from(place: Place) -> Self {
        let view = match place.screen {
            Screen::Queue(view) => FirstView::View(view.into()),
            Screen::Workload => FirstView::Workload(WorkloadScreen::Workload),
        };
        Self { view, zoom_percent: place.zoom_percent() }
    }
}

impl From<PlaceView> for Place {
    fn from(view: PlaceView) -> Self {
        let screen = match view.view {
            FirstView::View(id) => Screen::Queue(id.into()),
            FirstView::Workload(WorkloadScreen::Workload) => Screen::Workload,
        };
        Self::new(screen, view.zoom_percent)
    }
}
