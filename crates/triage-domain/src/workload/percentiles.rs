//! The middle and the slow end of a set of waits; never a mean, which one forgotten request spoils (`domain.md` §4).

/// Median and 90th centile in minutes, with the number they stand on.
///
/// By nearest rank: the smallest wait that at least that share of the waits does not exceed, so both really occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percentiles {
    pub n: u32,
    /// Median in minutes.
    pub median_min: u32,
    /// 90th centile in minutes.
    pub p90_min: u32,
}

impl Percentiles {
    /// Takes the percentiles of waits in minutes; none of no waits. The order of the waits is lost.
    pub(super) fn of(waits_min: &mut [u32]) -> Option<Self> {
        let n = u32::try_from(waits_min.len()).ok().filter(|n| *n > 0)?;
        Some(Self { n, median_min: nearest_rank(waits_min, 50), p90_min: nearest_rank(waits_min, 90) })
    }
}

fn nearest_rank(waits_min: &mut [u32], percent: usize) -> u32 {
    let rank = (waits_min.len() * percent).div_ceil(100);
    *waits_min.select_nth_unstable(rank.saturating_sub(1)).1
}
