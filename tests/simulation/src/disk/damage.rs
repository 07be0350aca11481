//! Damage to a file at rest: what is done to it while nobody has it open.

use rand::Rng;

use super::Disk;
use super::Image;
use super::content::Content;
use super::fault::DiskError;

/// Bytes in a page of a database.
const PAGE: usize = 4096;

/// Bytes of a database's header: with SQLCipher the salt, and what else would say what the file is.
const HEADER: usize = 100;

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// One bit, wherever the dice fall, is another.
    FlipBit,
    /// A page of 4096 bytes, wherever the dice fall, is zero.
    ZeroPage,
    /// Two pages of 4096 bytes change places.
    SwapPages,
    /// The end is missing, from wherever the dice fall.
    Truncate,
    /// The first 100 bytes are others.
    ScrambleHeader,
}

impl Damage {
    pub const ALL: [Self; 5] = [Self::FlipBit, Self::ZeroPage, Self::SwapPages, Self::Truncate, Self::ScrambleHeader];

    fn strike(self, bytes: &mut Vec<u8>, dice: &mut impl Rng) {
        if bytes.is_empty() {
            return;
        }
        let pages = bytes.len().div_ceil(PAGE);
        let page = dice.random_range(0..pages) * PAGE;
        let page_end = bytes.len().min(page + PAGE);
        match self {
            Self::FlipBit => {
                let at = dice.random_range(0..bytes.len());
                bytes[at] ^= 1 << dice.random_range(0..8);
            }
            Self::ZeroPage => bytes[page..page_end].fill(0),
            Self::SwapPages => {
                let other = dice.random_range(0..pages) * PAGE;
                let (first, second) = (page.min(other), page.max(other));
                let len = PAGE.min(bytes.len() - second);
                if first < second {
                    let (low, high) = bytes.split_at_mut(second);
                    low[first..first + len].swap_with_slice(&mut high[..len]);
                }
            }
            Self::Truncate => bytes.truncate(dice.random_range(0..bytes.len())),
            Self::ScrambleHeader => {
                let end = bytes.len().min(HEADER);
                dice.fill_bytes(&mut bytes[..end]);
            }
        }
    }
}

impl Disk {
    /// Damages a file, what was synced of it included. A connection that has it open may not notice yet.
    ///
    /// # Errors
    /// Fails where there is no such file.
    pub fn damage(&self, name: &str, damage: Damage, dice: &mut impl Rng) -> Result<(), DiskError> {
        let mut medium = self.inside.medium();
        let id = medium.find(name)?;
        let file = medium.file(id)?;
        let mut bytes = file.current.bytes();
        damage.strike(&mut bytes, dice);
        file.unsynced.clear();
        file.current = Content::of(&bytes);
        file.durable = file.current.clone();
        Ok(())
    }

    /// Takes a file away, durably, without asking whether it is open: as a person does who "cleans up".
    pub fn lose(&self, name: &str) {
        let mut medium = self.inside.medium();
        medium.names.remove(name);
        medium.durable_names.remove(name);
    }

    /// Puts a file back as it was in an older image, durably, or takes it away where that has none: a restored backup.
    pub fn put_back(&self, name: &str, image: &Image) {
        self.lose(name);
        if let Some((name, content)) = image.files.get_key_value(name) {
            self.inside.medium().place(name.clone(), content.clone());
        }
    }
}
