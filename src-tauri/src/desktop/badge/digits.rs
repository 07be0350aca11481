//! A red square with a number of one digit, or a plus sign where it has more.

/// Its width and height, in pixels.
pub(crate) const SIDE: u32 = 16;
/// Each dot of a digit is so many pixels wide and high.
const DOT: usize = 2;
const RED: [u8; 4] = [0xd5, 0x28, 0x1b, 0xff];
const WHITE: [u8; 4] = [0xff, 0xff, 0xff, 0xff];

/// Digits of 3 by 5 dots, a row to each number, and a plus sign after the nine.
const SHAPES: [[u8; 5]; 11] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b000, 0b010, 0b111, 0b010, 0b000],
];

/// Draws it, as RGBA.
pub(crate) fn badge(count: usize) -> Vec<u8> {
    let shape = SHAPES[count.min(SHAPES.len() - 1)];
    let side = SIDE as usize;
    let (left, top) = ((side - 3 * DOT) / 2, (side - 5 * DOT) / 2);
    let is_dot = |x: usize, y: usize| {
        let (Some(column), Some(row)) = (x.checked_sub(left), y.checked_sub(top)) else { return false };
        let (column, row) = (column / DOT, row / DOT);
        column < 3 && shape.get(row).is_some_and(|dots| dots >> (2 - column) & 1 == 1)
    };
    (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .flat_map(|(x, y)| if is_dot(x, y) { WHITE } else { RED })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(count: usize) -> String {
        let white = |pixel: &[u8]| if pixel == WHITE { '#' } else { '.' };
        badge(count).chunks(4).step_by(2).map(white).collect()
    }

    #[test]
    fn a_number_is_drawn_and_more_than_nine_are_a_plus() {
        assert_eq!(badge(3).len(), 16 * 16 * 4);
        assert_ne!(drawn(3), drawn(8));
        assert!(drawn(7).contains("###"), "{}", drawn(7));
        assert_eq!(drawn(10), drawn(600));
        assert_ne!(drawn(9), drawn(10));
    }
}
