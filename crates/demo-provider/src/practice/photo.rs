//! Owns the photos patients send: small drawn JPEG pictures that show nobody.
//!
//! A picture depends on its kind and variant only, so each is drawn once in a process.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};
use sha1::{Digest, Sha1};

use super::dice::Dice;

/// Width in pixels.
const WIDTH: i64 = 320;
/// Height in pixels.
const HEIGHT: i64 = 240;
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

/// A picture before it is developed; colours may still lie outside what a pixel can hold.
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
    /// Fills the canvas, lit from one side.
    fn lit(base: Colour, light_x: i64, light_y: i64) -> Self {
        let shade = |x: i64, y: i64| (x - WIDTH / 2) * light_x / WIDTH + (y - HEIGHT / 2) * light_y / HEIGHT;
        let points = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
        Self { pixels: points.map(|(x, y)| base.map(|part| part + shade(x, y) as i32)).collect() }
    }

    fn at(&mut self, x: i64, y: i64) -> Option<&mut Colour> {
        let inside = (0..WIDTH).contains(&x) && (0..HEIGHT).contains(&y);
        let index = usize::try_from(y * WIDTH + x).ok().filter(|_| inside)?;
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

    /// Fills an ellipse with one colour, with a soft rim.
    fn fill(&mut self, ellipse: Blotch) {
        self.each_in(ellipse, |pixel, strength| blend(pixel, ellipse.shift, (strength * 8).min(256)));
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

    /// Leaves an arm or a leg between two edges and puts a bed sheet around it.
    fn limb(&mut self, top: i64, bottom: i64) {
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let outside = (top * 16 + x * 16 / 12 - y * 16).max(y * 16 - bottom * 16 + x * 16 / 20);
                if let (true, Some(pixel)) = (outside > -96, self.at(x, y)) {
                    blend(pixel, [pixel[0] - 40, pixel[1] - 40, pixel[2] - 40], (outside + 96).clamp(0, 128) as i32);
                    blend(pixel, [158, 162, 172], (outside * 8).clamp(0, 256) as i32);
                }
            }
        }
    }

    /// Adds the grain of a phone camera and brings every colour into range.
    fn developed(&self, grain_seed: u64) -> Vec<u8> {
        let mut grain = grain_seed as u32;
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for pixel in &self.pixels {
            grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (grain >> 29) as i32 - 4;
            bytes.extend(pixel.map(|part| (part + noise).clamp(0, 255) as u8));
        }
        bytes
    }
}

/// Mixes a colour in, 0 not at all and 256 wholly.
fn blend(pixel: &mut Colour, colour: Colour, strength: i32) {
    for (part, other) in pixel.iter_mut().zip(colour) {
        *part += (other - *part) * strength / 256;
    }
}

fn skin(kind: &str, base: Colour, dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::lit(base, dice.between(-30, 30), dice.between(-40, 10));
    for _ in 0..6 {
        canvas.blot(blotch(dice, [0, 320, 0, 240], [50, 140], [7, 3, 0]));
        canvas.blot(blotch(dice, [0, 320, 0, 240], [40, 110], [-8, -7, -6]));
    }
    for one in blotches(kind, dice) {
        canvas.blot(one);
    }
    if dice.chance(700) {
        canvas.limb(dice.between(12, 52), dice.between(188, 228));
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
        "rash" => (46, [50, 270, 62, 182], [4, 19], [34, -34, -28]),
        "mole" => (4, [150, 172, 110, 128], [8, 17], [-56, -58, -50]),
        "swelling" => (7, [120, 200, 90, 150], [44, 84], [9, -9, -4]),
        "nail" => (7, [140, 186, 96, 140], [12, 26], [-8, -6, -38]),
        "wound" => (9, [138, 186, 104, 136], [7, 26], [4, -42, -40]),
        "bite" => (3, [150, 170, 112, 128], [34, 62], [18, -26, -20]),
        "spots" => (24, [40, 280, 55, 190], [3, 7], [44, -46, -38]),
        _ => (12, [60, 260, 60, 180], [6, 20], [30, -30, -26]),
    };
    let mut all: Vec<Blotch> = (0..count).map(|_| blotch(dice, area, size, shift)).collect();
    if kind == "bite" {
        all.push(Blotch { x: 160, y: 120, width: 5, height: 5, shift: [-60, -70, -60] });
    }
    all
}

fn eye(skin_tone: Colour, dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::lit(skin_tone, dice.between(-20, 20), -24);
    canvas.blot(Blotch { x: 160, y: 122, width: 150, height: 84, shift: [-6, -46, -40] });
    canvas.fill(Blotch {
        x: 160,
        y: 116,
        width: 116,
        height: 58,
        shift: [skin_tone[0] - 30, skin_tone[1] - 50, skin_tone[2] - 46],
    });
    canvas.fill(Blotch { x: 160, y: 120, width: 108, height: 50, shift: [236, 222, 216] });
    for _ in 0..34 {
        let mut vein = blotch(dice, [70, 250, 92, 148], [6, 26], [2, -44, -38]);
        vein.height = 2 + vein.height / 6;
        let on_white = (vein.x - 160).pow(2) * 2_500 + (vein.y - 120).pow(2) * 11_664 < 2_500 * 11_664 * 7 / 10;
        if on_white {
            canvas.blot(vein);
        }
    }
    let colour = [[86, 62, 40], [92, 118, 140], [96, 110, 70]][dice.index(3)];
    canvas.fill(Blotch { x: 158, y: 118, width: 36, height: 36, shift: colour });
    canvas.fill(Blotch { x: 158, y: 118, width: 16, height: 16, shift: [18, 16, 18] });
    canvas.fill(Blotch { x: 150, y: 108, width: 6, height: 6, shift: [250, 250, 250] });
    canvas
}

/// A photographed sheet of paper with lines of writing that says nothing.
fn form(dice: &mut Dice) -> Canvas {
    let tilt = dice.between(-12, 12);
    let mut canvas = Canvas::lit([112, 84, 60], 10, 6);
    let lengths: Vec<i64> = (0..15).map(|_| dice.between(60, 215)).collect();
    for y in 0..HEIGHT {
        for x in 40..282 {
            let on_page = y - (x - 160) * tilt / 160;
            if !(12..228).contains(&on_page) {
                continue;
            }
            let row = (on_page - 24) / 14;
            let inside = (on_page - 24) % 14;
            let length = usize::try_from(row).ok().and_then(|row| lengths.get(row)).copied().unwrap_or(0);
            let in_word = (x / 4 * 7 + row * 13) % 11 > 2;
            let stroke = (x * 5 + inside * 3 + row * 7) % 7 < 3;
            let ink = on_page >= 24 && x > 54 && x < 54 + length && (3..9).contains(&inside) && in_word && stroke;
            let paper = 236 - (x - 160).abs() as i32 / 12;
            let colour = if ink { [92, 94, 108] } else { [paper, paper, paper - 6] };
            canvas.at(x, y).into_iter().for_each(|pixel| *pixel = colour);
        }
    }
    canvas
}
