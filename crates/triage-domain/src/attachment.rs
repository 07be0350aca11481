//! Files that go out with a reply: what may be attached, told by the content and not by the name.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most files of one reply.
pub const ATTACHMENTS_MAX: usize = 3;
/// Largest file, in bytes: what patients' phones open, and what an old line carries up within a minute.
pub const ATTACHMENT_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 100;

/// A file that goes out with a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Made on this PC; the provider keeps its bytes as `Binary` of this id.
    pub id: String,
    /// As the patient sees it.
    pub name: String,
    pub content_type: String,
    pub size_bytes: u64,
    /// SHA-1 in base64, as FHIR's Attachment has it.
    pub sha1_base64: String,
}

/// Why a file is not taken.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum BadAttachment {
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than 5 MB")]
    TooLarge,
    #[error("the file is neither a PDF nor a JPEG nor a PNG picture")]
    Kind,
    #[error("the reply has as many files as it may have")]
    TooMany,
}

/// What a file is, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachmentKind {
    Pdf,
    Jpeg,
    Png,
}

impl AttachmentKind {
    /// Reads what a file is from its first bytes: a name is no proof, and neither is what a browser says.
    ///
    /// # Errors
    /// Says why the file is not taken.
    pub fn of(bytes: &[u8]) -> Result<Self, BadAttachment> {
        match bytes {
            [] => Err(BadAttachment::Empty),
            _ if bytes.len() > ATTACHMENT_BYTES_MAX => Err(BadAttachment::TooLarge),
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            [0xFF, 0xD8, 0xFF, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Ok(Self::Png),
            _ => Err(BadAttachment::Kind),
        }
    }

    /// Returns the media type.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }

    /// Returns the name as the patient gets it: no path, nothing that does not print, and an ending that fits the kind.
    #[must_use]
    pub fn name(self, given: &str) -> String {
        let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
        let printed: String = last.chars().filter(|letter| !letter.is_control()).collect();
        let (stem, ending) = match printed.rsplit_once('.') {
            Some((stem, ending)) if self.extensions().contains(&ending.to_lowercase().as_str()) => {
                (stem, ending.to_owned())
            }
            Some(_) | None => (printed.as_str(), self.extensions()[0].to_owned()),
        };
        let stem: String = stem.trim().chars().take(NAME_CHARS_MAX).collect();
        format!("{}.{ending}", if stem.is_empty() { "file" } else { &stem })
    }
}

#[cfg(test)]
mod tests {
    use super::{ATTACHMENT_BYTES_MAX, AttachmentKind, BadAttachment};

    #[test]
    fn what_a_file_is_is_told_by_how_it_begins_and_by_nothing_else() {
        assert_eq!(AttachmentKind::of(b"%PDF-1.7 ..."), Ok(AttachmentKind::Pdf));
        assert_eq!(AttachmentKind::of(&[0xFF, 0xD8, 0xFF, 0xE0]), Ok(AttachmentKind::Jpeg));
        assert_eq!(AttachmentKind::of(b"\x89PNG\r\n\x1a\n..."), Ok(AttachmentKind::Png));
        for other in [b"MZ\x90\x00".as_slice(), b"PK\x03\x04", b"<html>", b"%PD", b" %PDF-1.7"] {
            assert_eq!(AttachmentKind::of(other), Err(BadAttachment::Kind));
        }
    }

    #[test]
    fn an_empty_file_and_one_over_five_megabytes_are_not_taken() {
        let mut bytes = b"%PDF-".to_vec();
        bytes.resize(ATTACHMENT_BYTES_MAX, 0);
        assert_eq!(AttachmentKind::of(&bytes), Ok(AttachmentKind::Pdf));
        bytes.push(0);
        assert_eq!(AttachmentKind::of(&bytes), Err(BadAttachment::TooLarge));
        assert_eq!(AttachmentKind::of(&[]), Err(BadAttachment::Empty));
    }

    #[test]
    fn a_name_has_no_path_and_ends_as_what_it_is() {
        let pdf = |name| AttachmentKind::Pdf.name(name);
        assert_eq!(pdf("C:\\Users\\reception\\Knee exercises.PDF"), "Knee exercises.PDF");
        assert_eq!(pdf("/home/x/../leaflet.pdf"), "leaflet.pdf");
        assert_eq!(pdf("leaflet.exe"), "leaflet.exe.pdf");
        assert_eq!(pdf("\u{0}\n.pdf"), "file.pdf");
        assert_eq!(AttachmentKind::Jpeg.name("rash.jpeg"), "rash.jpeg");
        assert_eq!(pdf(&"x".repeat(300)).chars().count(), 104);
    }
}
