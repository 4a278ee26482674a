//! Memory that was freed is mostly asked for again at once.

use std::hint::black_box;

/// Has the C library keep freed memory for itself, up to some 32 MB a thread.
///
/// It gives large blocks back to the system until it has seen that such blocks are freed, and then keeps what is not larger than the
/// largest of them (glibc: `M_MMAP_THRESHOLD`, which adapts itself, and `M_TRIM_THRESHOLD`, twice as much). So one is freed here that nothing
/// was ever written to. Otherwise every page of a Parquet file is unpacked into memory that the system first has to fill with
/// zeros. Libraries that do not adapt take no notice.
pub(crate) fn keep_freed() {
    const LARGEST: usize = 16 << 20;
    drop(black_box(Vec::<u8>::with_capacity(LARGEST)));
}
