//! Making pictures safe: what leaves here was drawn anew from pixels, so nothing else that was in the file survives.

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
    metadata::Orientation,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The largest file that is taken, in bytes.
pub const LARGEST: usize = 8 << 20;
/// The most pixels that are taken: a small file can claim to be huge.
pub const MOST_PIXELS: u64 = 40_000_000;
/// The widths of the small versions, in pixels.
pub const WIDTHS: [u32; 2] = [480, 1_280];
/// Bytes that decoding may use: 40 megapixels at eight bytes, and room to work.
const DECODING: u64 = 512 << 20;
/// JPEG quality, 1 to 100: no difference that people notice.
const QUALITY: u8 = 85;

/// Why a file is no picture that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// More than eight megabytes.
    #[error("too many bytes")]
    TooLarge,
    /// More than forty megapixels.
    #[error("too many pixels")]
    TooManyPixels,
    /// Not JPEG, PNG, WebP or GIF.
    #[error("another type")]
    WrongType,
    /// It ends too early or is damaged.
    #[error("damaged")]
    Damaged,
}

/// A picture drawn anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// SHA-256 of the full version, in hexadecimal: its name.
    pub hash: String,
    /// The type of the full version and of the small ones.
    pub media_type: &'static str,
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
    /// The full version.
    pub full: Vec<u8>,
    /// The small versions with the width that names them; one that would not be smaller is the full one.
    pub small: Vec<(u32, Vec<u8>)>,
}

/// Draws a picture anew: turned upright as its EXIF says, without metadata, the first frame of an animation. It reads
/// the type from the bytes and the size from the header before anything is decoded. Slow: not on an async thread.
///
/// # Errors
/// What is unfit.
pub fn redraw(bytes: &[u8]) -> Result<Picture, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Unfit::TooLarge);
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) => format,
        _ => return Err(Unfit::WrongType),
    };
    let (width, height) =
        ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(|_| Unfit::Damaged)?;
    if width == 0 || height == 0 {
        return Err(Unfit::Damaged);
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooManyPixels);
    }
    let upright = decode(bytes, format)?;
    let opaque = !upright.color().has_alpha() || is_opaque(&upright);
    let kind = match (format, opaque) {
        (ImageFormat::Png | ImageFormat::Gif, _) => Kind::Png,
        (_, true) => Kind::Jpeg,
        (_, false) => Kind::WebP,
    };
    let full = kind.encode(&upright)?;
    let hash: String = Sha256::digest(&full).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut small = Vec::new();
    for width in WIDTHS {
        small.push((
            width,
            if upright.width() <= width { full.clone() } else { kind.encode(&narrowed(&upright, width)?)? },
        ));
    }
    let (width, height) = (upright.width(), upright.height());
    Ok(Picture { hash, media_type: kind.media_type(), width, height, full, small })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Unfit> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODING);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::Damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Damaged)?;
    picture.apply_orientation(orientation);
    // Eight bits a channel is what screens show and what every encoder takes.
    Ok(if picture.color().has_alpha() { picture.to_rgba8().into() } else { picture.to_rgb8().into() })
}

fn is_opaque(picture: &DynamicImage) -> bool {
    picture.as_rgba8().is_none_or(|pixels| pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX))
}

/// The picture at this width, its sides in proportion. Only pictures with an alpha channel are scaled, so that the program
/// carries the scaling of one kind of pixel instead of sixty; one without gets one for that long.
fn narrowed(picture: &DynamicImage, width: u32) -> Result<DynamicImage, Unfit> {
    let height = (u64::from(picture.height()) * u64::from(width) / u64::from(picture.width()).max(1)).max(1);
    let height = u32::try_from(height).map_err(|_| Unfit::Damaged)?;
    let with_alpha;
    let whole = if picture.color().has_alpha() {
        picture
    } else {
        with_alpha = DynamicImage::from(picture.to_rgba8());
        &with_alpha
    };
    let mut small = DynamicImage::new_rgba8(width, height);
    fast_image_resize::Resizer::new().resize(whole, &mut small, None).map_err(|_| Unfit::Damaged)?;
    Ok(if picture.color().has_alpha() { small } else { small.to_rgb8().into() })
}

#[derive(Clone, Copy)]
enum Kind {
    Jpeg,
    Png,
    WebP,
}

impl Kind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    fn encode(self, picture: &DynamicImage) -> Result<Vec<u8>, Unfit> {
        let mut out = Vec::new();
        let (width, height) = (picture.width(), picture.height());
        let written = match self {
            Self::Jpeg => {
                let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
                encoder.write_image(picture.to_rgb8().as_raw(), width, height, ExtendedColorType::Rgb8)
            }
            Self::Png => PngEncoder::new(&mut out).write_image(
                picture.as_bytes(),
                width,
                height,
                picture.color().into(),
            ),
            Self::WebP => WebPEncoder::new_lossless(&mut out).write_image(
                picture.as_bytes(),
                width,
                height,
                picture.color().into(),
            ),
        };
        written.map(|()| out).map_err(|_| Unfit::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 256) as u8, (y % 256) as u8, if x < width / 2 { 250 } else { 5 }])
        });
        let mut bytes = Vec::new();
        DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), format).expect("written");
        bytes
    }

    #[test]
    fn each_of_the_four_types_is_drawn_anew_with_its_small_versions() {
        for (format, media_type) in [
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Gif, "image/png"),
            (ImageFormat::WebP, "image/jpeg"),
        ] {
            let picture = redraw(&drawn(1_000, 500, format)).expect("a picture");
            assert_eq!(
                (picture.media_type, picture.width, picture.height),
                (media_type, 1_000, 500),
                "{format:?}"
            );
            let (width, small) = &picture.small[0];
            let read = image::load_from_memory(small).expect("small");
            assert_eq!((*width, read.width(), read.height()), (480, 480, 240));
            assert_eq!(picture.small[1].1, picture.full, "never larger than it was");
            assert_eq!(redraw(&drawn(1_000, 500, format)), Ok(picture), "the same picture has the same name");
        }
    }

    #[test]
    fn nothing_but_pixels_survives() {
        let secret = b"<script>alert('48.2N 16.3E')</script>";
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let mut polyglot = drawn(40, 30, format);
            polyglot.extend_from_slice(secret);
            polyglot.extend_from_slice(b"PK\x03\x04");
            let picture = redraw(&polyglot).expect("the picture in it");
            for bytes in std::iter::once(&picture.full).chain(picture.small.iter().map(|(_, b)| b)) {
                assert!(!bytes.windows(8).any(|w| w == &secret[..8]));
            }
        }
    }

    #[test]
    fn a_picture_taken_sideways_stands_upright_and_tells_no_place() {
        let jpeg = drawn(60, 20, ImageFormat::Jpeg);
        // APP1 with one entry: orientation 6, a quarter turn clockwise.
        let exif: [u8; 36] = [
            0xff, 0xe1, 0, 34, b'E', b'x', b'i', b'f', 0, 0, b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12,
            0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        let sideways: Vec<u8> = [&jpeg[..2], &exif, &jpeg[2..]].concat();
        let picture = redraw(&sideways).expect("a picture");
        assert_eq!((picture.width, picture.height), (20, 60));
        assert!(!picture.full.windows(4).any(|w| w == b"Exif"));
    }

    #[test]
    fn what_is_no_picture_is_refused_by_its_reason() {
        assert_eq!(redraw(b""), Err(Unfit::Empty));
        assert_eq!(redraw(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(Unfit::WrongType));
        assert_eq!(redraw(b"%PDF-1.7"), Err(Unfit::WrongType));
        assert_eq!(redraw(b"BM\x00\x00\x00\x00"), Err(Unfit::WrongType));
        assert_eq!(redraw(&vec![0xff; LARGEST + 1]), Err(Unfit::TooLarge));
        let png = drawn(300, 200, ImageFormat::Png);
        for end in [8, 20, 60, png.len() / 2] {
            assert_eq!(redraw(&png[..end]), Err(Unfit::Damaged), "cut at {end}");
        }
    }

    #[test]
    fn a_small_file_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
        // A PNG header of 60,000 by 60,000 pixels, its checksum right, with no pixels behind it.
        let mut png = drawn(4, 4, ImageFormat::Png);
        png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let check = crc(&png[12..29]);
        png[29..33].copy_from_slice(&check.to_be_bytes());
        assert_eq!(redraw(&png), Err(Unfit::TooManyPixels));
        let mut gif = drawn(4, 4, ImageFormat::Gif);
        gif[6..10].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert_eq!(redraw(&gif), Err(Unfit::TooManyPixels));
    }

    /// CRC-32 as the PNG specification, annex D, defines it.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8)
                .fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_make_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..400), head in 0..5_usize, at in 0..900_usize, value: u8) {
            let heads: [&[u8]; 5] = [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 "];
            let _ = redraw(&[heads[head], &noise].concat());
            let mut spoilt = drawn(24, 16, [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP][head % 4]);
            let at = at % spoilt.len();
            spoilt[at] = value;
            let _ = redraw(&spoilt);
        }
    }
}
