//! Yes and no of many leads, packed into words of 64.

use qualify_plan::Truth;

use super::rounding::Rounding;

/// One bit a lead: that of lead `n` is bit `n % 64` of word `n / 64`. Bits behind the last lead mean nothing.
pub(super) type Bits = Vec<u64>;

/// How many words hold the bits of some leads.
pub(super) fn words(leads: usize) -> usize {
    leads.div_ceil(64)
}

/// The leads whose bit is set, ascending, up to a number of leads.
pub(super) fn ones(bits: &[u64], leads: usize) -> impl Iterator<Item = usize> {
    let of_word = |(at, word): (usize, &u64)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            rest &= rest.wrapping_sub(1);
            (bit < 64).then_some(at * 64 + bit)
        })
    };
    bits.iter().enumerate().flat_map(of_word).take_while(move |lead| *lead < leads)
}

/// Writes what a function says of each chunk of 64 values.
pub(super) fn write_chunks<T>(out: &mut Bits, values: &[T], of_chunk: impl FnMut(&[T]) -> u64) {
    out.clear();
    out.extend(values.chunks(64).map(of_chunk));
}

/// The truth of one condition for many leads, as two rows of bits: what lies between them is unknown.
///
/// *and*, *or* and `at least k of` are the same on both rows; *not* changes the rows for each other. This is the view of Kleene's
/// logic as intervals from *surely* to *possibly*.
#[derive(Debug, Clone, Default)]
pub(super) struct Truths {
    surely: Bits,
    possibly: Bits,
    /// Then `possibly` is the same as `surely`, or nobody asks for one of them, and it is not filled.
    is_exact: bool,
}

impl Truths {
    /// No and Yes alone.
    pub(super) fn exact(surely: Bits) -> Self {
        Self { surely, possibly: Bits::new(), is_exact: true }
    }

    /// Both rows.
    pub(super) fn between(surely: Bits, possibly: Bits) -> Self {
        Self { surely, possibly, is_exact: false }
    }

    /// Both rows; the second does not count if the first says all.
    pub(super) fn of_rows((surely, possibly): (Bits, Bits), is_exact: bool) -> Self {
        Self { surely, possibly, is_exact }
    }

    /// Takes the rows away, to be written over.
    pub(super) fn take_rows(&mut self) -> (Bits, Bits) {
        (std::mem::take(&mut self.surely), std::mem::take(&mut self.possibly))
    }

    /// The leads for which it is Yes.
    pub(super) fn surely(&self) -> &[u64] {
        &self.surely
    }

    /// The leads for which it is not No.
    pub(super) fn possibly(&self) -> &[u64] {
        if self.is_exact { &self.surely } else { &self.possibly }
    }

    /// Whether one row says all that is asked: it is Unknown for no lead, or Unknown counts as No or as Yes.
    pub(super) fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// The truth for one lead.
    pub(super) fn at(&self, lead: usize) -> Truth {
        match (qualify_plan::bit(self.surely(), lead), qualify_plan::bit(self.possibly(), lead)) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::No,
        }
    }

    /// Writes the same truth for all leads.
    pub(super) fn fill(&mut self, words: usize, truth: Truth) {
        let row = |yes: bool| if yes { u64::MAX } else { 0 };
        refill(&mut self.surely, words, row(truth == Truth::Yes));
        self.is_exact = truth != Truth::Unknown;
        if !self.is_exact {
            refill(&mut self.possibly, words, row(truth != Truth::No));
        }
    }

    /// Writes the rows that are asked for with a function of rows; the second only if it can differ.
    pub(super) fn write(&mut self, rounding: Rounding, is_exact: bool, mut row: impl FnMut(Row, &mut Bits)) {
        row(rounding.row(), &mut self.surely);
        self.is_exact = is_exact || rounding != Rounding::None;
        if !self.is_exact {
            row(Row::Possibly, &mut self.possibly);
        }
    }

    /// The row that is asked for alone.
    pub(super) fn rounded(self, rounding: Rounding) -> Self {
        match rounding {
            Rounding::Up if !self.is_exact => Self::exact(self.possibly),
            Rounding::Down => Self::exact(self.surely),
            Rounding::Up | Rounding::None => self,
        }
    }
}

/// One of the two rows of a truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Surely,
    Possibly,
}

impl Row {
    /// The row that *not* takes.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Surely => Self::Possibly,
            Self::Possibly => Self::Surely,
        }
    }

    /// That row of a truth.
    pub(super) fn of(self, truths: &Truths) -> &[u64] {
        match self {
            Self::Surely => truths.surely(),
            Self::Possibly => truths.possibly(),
        }
    }

    /// The bit that stands for a truth in this row.
    pub(super) fn holds(self, truth: Truth) -> bool {
        match self {
            Self::Surely => truth == Truth::Yes,
            Self::Possibly => truth != Truth::No,
        }
    }
}

/// Writes one word everywhere.
pub(super) fn refill(out: &mut Bits, words: usize, word: u64) {
    out.clear();
    out.resize(words, word);
}
