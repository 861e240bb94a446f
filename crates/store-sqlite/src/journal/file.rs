//! A file of entries, one behind the other.
//!
//! ```text
//! entry: number (8 bytes) || length of the rest (4 bytes), both the lowest byte first || the rest
//! ```
//!
//! The file is grown by steps and filled with zeros beforehand: a flush of bytes that lie within a file waits for these
//! bytes alone, one that makes a file longer also for the file system's own journal (two to three times as long on ext4).

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

/// How many bytes the file grows by.
const STEP: u64 = 256 * 1024;
/// How long the part of an entry is that tells its number and its length.
const HEAD: usize = 12;

/// An entry's number, and the rest of it.
type Entry = (u64, Vec<u8>);

/// A file that entries are appended to. It is made by the first one.
pub(super) struct JournalFile {
    path: PathBuf,
    file: Option<File>,
    /// Where the next entry begins.
    end: u64,
    /// How long the file is.
    length: u64,
}

impl JournalFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            end: 0,
            length: 0,
        }
    }

    /// All that looks like an entry, from the file's beginning on.
    pub(super) fn entries(&self) -> io::Result<Vec<Entry>> {
        let bytes = match std::fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let mut rest = bytes.as_slice();
        let mut entries = Vec::new();
        while let Some((entry, behind)) = split_entry(rest) {
            entries.push(entry);
            rest = behind;
        }
        Ok(entries)
    }

    #[cfg(test)]
    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Where the next entry begins.
    #[cfg(test)]
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// The next entry goes to the file's beginning.
    pub(super) fn rewind(&mut self) {
        self.end = 0;
    }

    /// Appends an entry, which is on disk when it returns. If it fails, the next one takes its place.
    pub(super) fn append(&mut self, number: u64, rest: &[u8]) -> io::Result<()> {
        let length = u32::try_from(rest.len()).map_err(io::Error::other)?;
        let mut entry = Vec::with_capacity(HEAD + rest.len());
        entry.extend_from_slice(&number.to_le_bytes());
        entry.extend_from_slice(&length.to_le_bytes());
        entry.extend_from_slice(rest);
        if self.file.is_none() {
            let file = self.make()?;
            self.length = file.metadata()?.len();
            self.file = Some(file);
        }
        let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let end = self.end + entry.len() as u64;
        if end > self.length {
            self.length = grow(file, self.length, end)?;
        }
        file.write_all_at(&entry, self.end)?;
        file.sync_data()?;
        self.end = end;
        Ok(())
    }

    /// Opens the file, made if it is not there: then its name must be durable as well.
    fn make(&self) -> io::Result<File> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&self.path)?;
        if let Some(folder) = self.path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(file)
    }
}

/// Makes a file of that length at least as long as wanted, durably, and returns its new length.
fn grow(file: &File, length: u64, at_least: u64) -> io::Result<u64> {
    let longer = at_least.next_multiple_of(STEP);
    let zeros = vec![0; usize::try_from(longer - length).map_err(io::Error::other)?];
    file.write_all_at(&zeros, length)?;
    file.sync_all()?;
    Ok(longer)
}

fn split_entry(bytes: &[u8]) -> Option<(Entry, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (body, behind) = rest.split_at_checked(length)?;
    let number = u64::from_le_bytes(*number);
    // Zeros are what a file is filled with.
    (number > 0).then(|| ((number, body.to_owned()), behind))
}
