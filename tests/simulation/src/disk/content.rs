//! The bytes of one file in pages that copies share until one of them is written.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

/// Bytes in one shared page: SQLite's own page size, so that a page of a database is one page here.
const PAGE: usize = 4096;

type Page = [u8; PAGE];

/// What a file holds. A copy costs one counter; the first write after it copies the list, and each page once.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// A page that was never written is zero. Bytes past the end of the file are zero too.
    pages: Arc<Vec<Option<Arc<Page>>>>,
    len: usize,
}

impl Content {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut content = Self::default();
        content.write(0, bytes);
        content
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Fills `buffer` from `offset` on and returns how much of it is the file; the rest is zero.
    pub(super) fn read(&self, offset: usize, buffer: &mut [u8]) -> usize {
        let wanted = self.len.saturating_sub(offset).min(buffer.len());
        let (inside, outside) = buffer.split_at_mut(wanted);
        outside.fill(0);
        let mut done = 0;
        for (page, part) in parts(offset, inside.len()) {
            let target = &mut inside[done..done + part.len()];
            match self.pages.get(page).and_then(Option::as_ref) {
                Some(page) => target.copy_from_slice(&page[part.clone()]),
                None => target.fill(0),
            }
            done += part.len();
        }
        wanted
    }

    pub(super) fn write(&mut self, offset: usize, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let end = offset + bytes.len();
        let pages = Arc::make_mut(&mut self.pages);
        if pages.len() < end.div_ceil(PAGE) {
            pages.resize(end.div_ceil(PAGE), None);
        }
        let mut done = 0;
        for (page, part) in parts(offset, bytes.len()) {
            let source = &bytes[done..done + part.len()];
            done += part.len();
            match (&mut pages[page], <&Page>::try_from(source)) {
                (slot, Ok(whole)) => *slot = Some(Arc::new(*whole)),
                (Some(shared), Err(_)) => Arc::make_mut(shared)[part].copy_from_slice(source),
                (slot @ None, Err(_)) => {
                    let mut fresh = [0; PAGE];
                    fresh[part].copy_from_slice(source);
                    *slot = Some(Arc::new(fresh));
                }
            }
        }
        self.len = self.len.max(end);
    }

    /// Cuts the file, or lengthens it with zeroes.
    pub(super) fn set_len(&mut self, len: usize) {
        let pages = Arc::make_mut(&mut self.pages);
        pages.resize(len.div_ceil(PAGE), None);
        if let Some(Some(last)) = pages.last_mut().filter(|_| len < self.len && !len.is_multiple_of(PAGE)) {
            Arc::make_mut(last)[len % PAGE..].fill(0);
        }
        self.len = len;
    }

    /// Becomes equal to `other`, from which it differs at most in length and in the bytes of `changed`.
    pub(super) fn catch_up(&mut self, other: &Self, changed: impl Iterator<Item = Range<usize>>) {
        let pages = Arc::make_mut(&mut self.pages);
        pages.resize(other.pages.len(), None);
        for range in changed {
            let end = range.end.min(other.len).div_ceil(PAGE);
            let start = end.min(range.start / PAGE);
            pages[start..end].clone_from_slice(&other.pages[start..end]);
        }
        self.len = other.len;
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.len];
        self.read(0, &mut bytes);
        bytes
    }
}

/// Splits a stretch of a file at page boundaries: the page, and the part of it.
fn parts(offset: usize, len: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
    let end = offset + len;
    let mut at = offset;
    iter::from_fn(move || {
        (at < end).then(|| {
            let (page, from) = (at / PAGE, at % PAGE);
            let part = from..PAGE.min(from + end - at);
            at += part.len();
            (page, part)
        })
    })
}

#[cfg(test)]
mod tests;
