//! Owns the photos patients send: small drawn JPEG pictures that show nobody.
//!
//! A picture depends on its kind and variant only, so each is drawn once in a process.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};
use sha1::{Digest, Sha1};

use super::dice::Dice;

/// Width in pixels; twice that of the canvas.
const WIDTH: usize = 256;
/// Height in pixels; twice that of the canvas.
const HEIGHT: usize = 192;
/// JPEG quality, 1 to 100; enough for drawn pictures of a few KB.
const QUALITY: u8 = 62;
/// Different pictures of one kind and skin tone.
const VARIANTS: u64 = 3;

/// One picture, ready for a Binary and a DocumentReference.
#[derive(Clone, Debug)]
pub struct Photo {
    /// The bytes in base64.
    pub base64: String,
    /// Length of the bytes.
    pub size: usize,
    /// SHA-1 of the bytes in base64, as FHIR's `Attachment.hash` wants it.
    pub hash: String,
}

/// Skin by tone: light, brown, dark.
const SKIN: [Colour; 3] = [[226, 184, 160], [178, 128, 96], [108, 72, 54]];

/// Returns a picture of that kind on skin of that tone.
pub fn photo(kind: &'static str, tone: usize, key: u64) -> Photo {
    static DRAWN: Mutex<BTreeMap<(&'static str, usize, u64), Photo>> = Mutex::new(BTreeMap::new());
    let variant = key % VARIANTS;
    let tone = if kind == "form" { 0 } else { tone.min(2) };
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    drawn.entry((kind, tone, variant)).or_insert_with(|| draw(kind, tone, variant)).clone()
}

fn draw(kind: &str, tone: usize, variant: u64) -> Photo {
    let mut dice = Dice::new(variant * 8 + tone as u64, kind, 0);
    let canvas = match kind {
        "form" => form(&mut dice),
        "eye" => eye(SKIN[tone], &mut dice),
        _ => skin(kind, SKIN[tone], &mut dice),
    };
    let pixels = canvas.developed(dice.below(1 << 31));
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    // Writing to memory cannot fail; an empty picture would still carry its true size and hash.
    if encoder.write_image(&pixels, WIDTH as u32, HEIGHT as u32, ExtendedColorType::Rgb8).is_err() {
        bytes.clear();
    }
    Photo { base64: STANDARD.encode(&bytes), size: bytes.len(), hash: STANDARD.encode(Sha1::digest(&bytes)) }
}

type Colour = [i32; 3];

/// A picture at half its size; drawing is cheap and edges come out soft.
struct Canvas {
    pixels: Vec<Colour>,
}

/// A soft-edged ellipse that shifts the colour under it.
#[derive(Clone, Copy)]
struct Blotch {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    shift: Colour,
}

impl Canvas {
    const WIDTH: i64 = 128;
    const HEIGHT: i64 = 96;

    /// Fills the canvas, lit from one side.
    fn lit(base: Colour, light_x: i64, light_y: i64) -> Self {
        let mut pixels = Vec::with_capacity(WIDTH * HEIGHT / 4);
        for y in 0..Self::HEIGHT {
            for x in 0..Self::WIDTH {
                let shade = ((x - 64) * light_x / 128 + (y - 48) * light_y / 96) as i32;
                pixels.push([base[0] + shade, base[1] + shade, base[2] + shade]);
            }
        }
        Self { pixels }
    }

    fn at(&mut self, x: i64, y: i64) -> Option<&mut Colour> {
        let inside = (0..Self::WIDTH).contains(&x) && (0..Self::HEIGHT).contains(&y);
        let index = usize::try_from(y * Self::WIDTH + x).ok().filter(|_| inside)?;
        self.pixels.get_mut(index)
    }

    /// Shifts colours under an ellipse, most in its middle.
    fn blot(&mut self, blotch: Blotch) {
        self.each_in(blotch, |pixel, strength| {
            for (part, shift) in pixel.iter_mut().zip(blotch.shift) {
                *part += shift * strength / 256;
            }
        });
    }

    /// Fills an ellipse with one colour.
    fn fill(&mut self, ellipse: Blotch) {
        self.each_in(ellipse, |pixel, _| *pixel = ellipse.shift);
    }

    fn each_in(&mut self, ellipse: Blotch, paint: impl Fn(&mut Colour, i32)) {
        let (w, h) = (ellipse.width * ellipse.width, ellipse.height * ellipse.height);
        for dy in -ellipse.height..=ellipse.height {
            for dx in -ellipse.width..=ellipse.width {
                let strength = 256 - dx * dx * 256 / w - dy * dy * 256 / h;
                if let (true, Some(pixel)) = (strength > 0, self.at(ellipse.x + dx, ellipse.y + dy)) {
                    paint(pixel, strength as i32);
                }
            }
        }
    }

    /// Doubles the size and adds the grain of a phone camera.
    fn developed(&self, grain_seed: u64) -> Vec<u8> {
        let mut grain = grain_seed as u32;
        let mut bytes = Vec::with_capacity(WIDTH * HEIGHT * 3);
        let half = WIDTH / 2;
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (near_x, near_y) = (x / 2, y / 2);
                let far_x = (near_x + x % 2).min(half - 1);
                let far_y = (near_y + y % 2).min(HEIGHT / 2 - 1);
                let (near, far) = (self.pixels[near_y * half + near_x], self.pixels[far_y * half + far_x]);
                grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = (grain >> 29) as i32 - 4;
                bytes.push(((near[0] + far[0]) / 2 + noise).clamp(0, 255) as u8);
                bytes.push(((near[1] + far[1]) / 2 + noise).clamp(0, 255) as u8);
                bytes.push(((near[2] + far[2]) / 2 + noise).clamp(0, 255) as u8);
            }
        }
        bytes
    }
}

fn skin(kind: &str, base: Colour, dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::lit(base, dice.between(-30, 30), dice.between(-40, 10));
    for _ in 0..4 {
        canvas.blot(blotch(dice, [0, 128, 0, 96], [24, 56], [6, 3, 0]));
    }
    for one in blotches(kind, dice) {
        canvas.blot(one);
    }
    if dice.chance(600) {
        let (top, bottom) = (dice.between(6, 22), dice.between(74, 90));
        for y in 0..Canvas::HEIGHT {
            for x in 0..Canvas::WIDTH {
                if y < top + x / 12 || y > bottom - x / 20 {
                    canvas.at(x, y).into_iter().for_each(|pixel| *pixel = [150, 152, 160]);
                }
            }
        }
    }
    canvas
}

fn blotch(dice: &mut Dice, area: [i64; 4], size: [i64; 2], shift: Colour) -> Blotch {
    let [left, right, top, bottom] = area;
    Blotch {
        x: dice.between(left, right),
        y: dice.between(top, bottom),
        width: dice.between(size[0], size[1]),
        height: dice.between(size[0], size[1]),
        shift,
    }
}

fn blotches(kind: &str, dice: &mut Dice) -> Vec<Blotch> {
    let (count, area, size, shift): (usize, [i64; 4], [i64; 2], Colour) = match kind {
        "rash" => (38, [20, 108, 20, 76], [2, 8], [38, -34, -30]),
        "mole" => (3, [60, 69, 43, 51], [4, 7], [-88, -84, -70]),
        "swelling" => (5, [52, 76, 36, 60], [16, 28], [22, -20, -14]),
        "nail" => (6, [56, 74, 38, 56], [5, 11], [-12, -8, -52]),
        "wound" => (7, [54, 76, 40, 56], [3, 10], [10, -80, -78]),
        "bite" => (2, [60, 68, 44, 52], [14, 25], [30, -44, -36]),
        "spots" => (18, [16, 112, 16, 80], [2, 3], [52, -52, -44]),
        _ => (12, [24, 104, 24, 72], [3, 8], [30, -30, -26]),
    };
    let mut all: Vec<Blotch> = (0..count).map(|_| blotch(dice, area, size, shift)).collect();
    if kind == "bite" {
        all.push(Blotch { x: 64, y: 48, width: 3, height: 3, shift: [-70, -80, -70] });
    }
    all
}

fn eye(skin_tone: Colour, dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::lit([skin_tone[0], skin_tone[1] - 30, skin_tone[2] - 28], 0, -20);
    let white = Blotch { x: 64, y: 48, width: 42, height: 19, shift: [238, 224, 218] };
    canvas.fill(white);
    for _ in 0..22 {
        let vein = blotch(dice, [28, 100, 38, 58], [2, 9], [0, -50, -44]);
        let on_white = (vein.x - 64).pow(2) * 361 + (vein.y - 48).pow(2) * 1764 < 300 * 1764;
        if on_white {
            canvas.blot(vein);
        }
    }
    let colour = [[86, 62, 40], [92, 118, 140], [96, 110, 70]][dice.index(3)];
    canvas.fill(Blotch { x: 63, y: 47, width: 14, height: 14, shift: colour });
    canvas.fill(Blotch { x: 63, y: 47, width: 6, height: 6, shift: [18, 16, 18] });
    canvas
}

/// A photographed sheet of paper with lines of writing that says nothing.
fn form(dice: &mut Dice) -> Canvas {
    let tilt = dice.between(-7, 7);
    let mut canvas = Canvas::lit([112, 84, 60], 10, 6);
    let lengths: Vec<i64> = (0..12).map(|_| dice.between(24, 82)).collect();
    for y in 4..92 {
        for x in 15..113 {
            let row = (y - 8) / 7;
            let length = usize::try_from(row).ok().and_then(|row| lengths.get(row)).copied().unwrap_or(0);
            let ink = x > 20 && x < 20 + length && (y - 8) % 7 < 3 && (x * 7 + row * 13) % 11 > 3;
            let paper = 236 - (x - 64).abs() as i32 / 6;
            let colour = if ink { [84, 86, 98] } else { [paper, paper, paper - 6] };
            let tilted = y + (x - 64) * tilt / 64;
            canvas.at(x, tilted).into_iter().for_each(|pixel| *pixel = colour);
        }
    }
    canvas
}
