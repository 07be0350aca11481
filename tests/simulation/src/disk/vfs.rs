//! The disk as SQLite sees it: one VFS for each disk that exists at the same time.
//!
//! Written over `rusqlite::ffi`, because the crate `sqlite-plugin` (0.11) hands randomness, time and sleep to the system's VFS,
//! so that a seed would not give the same history twice; drops `syncDir`, so that deletions could not be told apart; leaks each
//! registration; and needs libclang to build. A VFS is never unregistered here: when its disk is gone it waits for the next
//! one, so that there are as many as there ever were disks at once, and a pointer to one is always good.

#![allow(unsafe_code, reason = "SQLite calls a VFS through C function pointers")]

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::size_of;
use std::ptr;
use std::slice;
use std::sync::atomic::{AtomicU32, Ordering, fence};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use rand::RngCore;
use rusqlite::ffi;

use super::fault::{DiskError, Fault};
use super::handle::{AtClose, Missing, OpenFile};
use super::locks::{Extend, Level};
use super::{Inside, parse};

/// Longest path that SQLite may ask for, in bytes.
const PATH_MAX: c_int = 256;

/// Sectors as SQLite's own Unix VFS reports them. Like that one this disk never harms bytes beside those that are written.
const SECTOR_BYTES: c_int = 4096;

/// Julian day of 1970-01-01, in milliseconds: SQLite's times count from there.
const JULIAN_1970_MS: i64 = 210_866_760_000_000;

/// Longest time for which a thread waits when SQLite wants to sleep, whatever time passes on the disk's clock.
const PAUSE_MAX: Duration = Duration::from_micros(100);

static FREE: Mutex<Vec<&'static Slot>> = Mutex::new(Vec::new());
static MADE: AtomicU32 = AtomicU32::new(0);

/// A registered VFS and the disk that it stands for.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) name: String,
    disk: Mutex<Weak<Inside>>,
}

/// SQLite has no memory for one more VFS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("SQLite refuses a VFS with code {0}")]
pub struct RegisterError(c_int);

impl Slot {
    /// Takes a VFS that no disk has, registering one where all are taken.
    pub(super) fn take() -> Result<&'static Self, RegisterError> {
        if let Some(slot) = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(slot);
        }
        let name = format!("simulated-disk-{}", MADE.fetch_add(1, Ordering::Relaxed));
        let c_name = CString::new(name.as_str()).map_err(|_| RegisterError(ffi::SQLITE_MISUSE))?;
        let slot: &'static Self = Box::leak(Box::new(Self { name, disk: Mutex::new(Weak::new()) }));
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<SqliteFile>() as c_int,
            mxPathname: PATH_MAX,
            pNext: ptr::null_mut(),
            zName: c_name.into_raw(),
            pAppData: ptr::from_ref(slot).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_ms),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the structure and the name it points to are leaked, so they outlive every use that SQLite makes of them.
        match unsafe { ffi::sqlite3_vfs_register(vfs, 0) } {
            ffi::SQLITE_OK => Ok(slot),
            code => Err(RegisterError(code)),
        }
    }

    pub(super) fn stands_for(&self, disk: Weak<Inside>) {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner) = disk;
    }

    pub(super) fn give_back(&'static self) {
        self.stands_for(Weak::new());
        FREE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }
}

/// SQLite's file structure with ours behind it. `handle` is initialised from a successful `open` until `close`.
#[repr(C)]
struct SqliteFile {
    base: ffi::sqlite3_file,
    handle: OpenFile,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

fn disk(vfs: *mut ffi::sqlite3_vfs) -> Result<Arc<Inside>, DiskError> {
    // SAFETY: SQLite passes the structure that `Slot::take` registered; its `pAppData` is a leaked `Slot`.
    let slot = unsafe { &*(*vfs).pAppData.cast::<Slot>() };
    slot.disk.lock().unwrap_or_else(PoisonError::into_inner).upgrade().ok_or(DiskError::PowerOff)
}

fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a mut OpenFile {
    // SAFETY: SQLite calls these methods only between a successful `open` and `close`, and one at a time for each file.
    unsafe { &mut (*file.cast::<SqliteFile>()).handle }
}

fn text<'a>(name: *const c_char) -> Cow<'a, str> {
    // SAFETY: SQLite passes names that end in zero and live as long as the call.
    unsafe { CStr::from_ptr(name) }.to_string_lossy()
}

fn put<T>(target: *mut T, value: T) {
    // SAFETY: every place for a result that SQLite passes is valid for one write, and null where it wants none.
    if let Some(target) = unsafe { target.as_mut() } {
        *target = value;
    }
}

fn code(result: Result<(), DiskError>, otherwise: c_int) -> c_int {
    match result {
        Ok(()) => ffi::SQLITE_OK,
        Err(DiskError::Full) => ffi::SQLITE_FULL,
        Err(DiskError::Busy) => ffi::SQLITE_BUSY,
        Err(DiskError::Failed(Fault::Open)) => ffi::SQLITE_CANTOPEN,
        Err(DiskError::PowerOff | DiskError::NotFound | DiskError::Failed(_)) => otherwise,
    }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    path: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes `szOsFile` bytes; without methods it does not call `close`.
    unsafe { (*file).pMethods = ptr::null() };
    let opened = disk(vfs).and_then(|disk| {
        let path = if path.is_null() { disk.temporary_path() } else { text(path).into_owned() };
        let (boot, name) = parse(&path)?;
        let missing = if flags & ffi::SQLITE_OPEN_CREATE == 0 { Missing::Fail } else { Missing::Create };
        let at_close = match flags & ffi::SQLITE_OPEN_DELETEONCLOSE {
            0 => AtClose::Keep,
            _ => AtClose::Delete(name.to_owned()),
        };
        disk.open(boot, name, missing, at_close)
    });
    match opened {
        Err(error) => code(Err(error), ffi::SQLITE_CANTOPEN),
        Ok(handle) => {
            let base = ffi::sqlite3_file { pMethods: &raw const METHODS };
            // SAFETY: the memory has the size and, as SQLite allocates it, the alignment of `SqliteFile`; nothing is in it yet.
            unsafe { file.cast::<SqliteFile>().write(SqliteFile { base, handle }) };
            put(out_flags, flags);
            ffi::SQLITE_OK
        }
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, path: *const c_char, sync_dir: c_int) -> c_int {
    let path = text(path);
    let deleted = disk(vfs).and_then(|disk| {
        let (boot, name) = parse(&path)?;
        let mut medium = disk.medium();
        medium.powered(boot)?;
        medium.delete(name)?;
        if sync_dir == 0 { Ok(()) } else { medium.sync_names() }
    });
    let otherwise = match deleted {
        Err(DiskError::NotFound) => ffi::SQLITE_IOERR_DELETE_NOENT,
        _ => ffi::SQLITE_IOERR_DELETE,
    };
    code(deleted, otherwise)
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    _flags: c_int,
    result: *mut c_int,
) -> c_int {
    let path = text(path);
    let found = disk(vfs).and_then(|disk| {
        let (boot, name) = parse(&path)?;
        let mut medium = disk.medium();
        medium.powered(boot)?;
        // An empty file is none, as in SQLite's own Unix VFS.
        Ok(medium.find(name).and_then(|id| medium.file(id)).is_ok_and(|file| file.current.len() > 0))
    });
    put(result, c_int::from(found == Ok(true)));
    code(found.map(|_| ()), ffi::SQLITE_IOERR_ACCESS)
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    len: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a name that ends in zero.
    let path = unsafe { CStr::from_ptr(path) }.to_bytes_with_nul();
    if path.len() > usize::try_from(len).unwrap_or(0) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: `out` has `len` bytes, which are enough, and does not overlap the name.
    unsafe { ptr::copy_nonoverlapping(path.as_ptr().cast(), out, path.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(vfs: *mut ffi::sqlite3_vfs, len: c_int, out: *mut c_char) -> c_int {
    let (Ok(disk), Ok(bytes)) = (disk(vfs), usize::try_from(len)) else { return 0 };
    // SAFETY: SQLite passes `len` bytes of its own.
    disk.medium().dice.fill_bytes(unsafe { slice::from_raw_parts_mut(out.cast(), bytes) });
    len
}

/// Lets the time pass on the disk's clock. The thread waits a moment at most, so that another one that holds the lock gets on.
unsafe extern "C" fn sleep(vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    if let Ok(disk) = disk(vfs) {
        disk.medium().clock_ms += i64::from(microseconds).div_euclid(1000);
    }
    thread::sleep(PAUSE_MAX.min(Duration::from_micros(u64::try_from(microseconds).unwrap_or(0))));
    microseconds
}

unsafe extern "C" fn current_time_ms(vfs: *mut ffi::sqlite3_vfs, out: *mut ffi::sqlite3_int64) -> c_int {
    let Ok(disk) = disk(vfs) else { return ffi::SQLITE_ERROR };
    put(out, JULIAN_1970_MS + disk.medium().clock_ms);
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time(vfs: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    let Ok(disk) = disk(vfs) else { return ffi::SQLITE_ERROR };
    put(out, (JULIAN_1970_MS + disk.medium().clock_ms) as f64 / 86_400_000.0);
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once and does not touch it afterwards.
    unsafe { ptr::drop_in_place(&raw mut (*file.cast::<SqliteFile>()).handle) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, out: *mut c_void, len: c_int, offset: i64) -> c_int {
    let (Ok(len), Ok(offset)) = (usize::try_from(len), usize::try_from(offset)) else { return ffi::SQLITE_IOERR_READ };
    // SAFETY: SQLite passes `len` bytes of its own, initialised or not; they are only written, whole.
    let buffer = unsafe { slice::from_raw_parts_mut(out.cast::<u8>(), len) };
    match handle(file).read(offset, buffer) {
        Ok(read) if read < len => ffi::SQLITE_IOERR_SHORT_READ,
        result => code(result.map(|_| ()), ffi::SQLITE_IOERR_READ),
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, len: c_int, offset: i64) -> c_int {
    let (Ok(len), Ok(offset)) = (usize::try_from(len), usize::try_from(offset)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite passes `len` readable bytes.
    let bytes = unsafe { slice::from_raw_parts(from.cast::<u8>(), len) };
    code(handle(file).write(offset, bytes), ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, len: i64) -> c_int {
    let Ok(len) = usize::try_from(len) else { return ffi::SQLITE_IOERR_TRUNCATE };
    code(handle(file).set_len(len), ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    code(handle(file).sync(), ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut ffi::sqlite3_int64) -> c_int {
    let len = handle(file).len();
    put(out, len.map_or(0, |len| i64::try_from(len).unwrap_or(i64::MAX)));
    code(len.map(|_| ()), ffi::SQLITE_IOERR_FSTAT)
}

fn level(code: c_int) -> Level {
    match code {
        ffi::SQLITE_LOCK_NONE => Level::None,
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        _ => Level::Exclusive,
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    code(handle(file).lock(level(wanted)), ffi::SQLITE_IOERR_LOCK)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    handle(file).unlock(level(wanted));
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let reserved = handle(file).is_reserved();
    put(out, c_int::from(reserved == Ok(true)));
    code(reserved.map(|_| ()), ffi::SQLITE_IOERR_CHECKRESERVEDLOCK)
}

unsafe extern "C" fn file_control(_file: *mut ffi::sqlite3_file, _operation: c_int, _arg: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    SECTOR_BYTES
}

unsafe extern "C" fn device_characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    bytes: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    put(out, ptr::null_mut());
    let (Ok(region), Ok(bytes)) = (usize::try_from(region), usize::try_from(bytes)) else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    let extend = if extend == 0 { Extend::No } else { Extend::Yes };
    let mapped = handle(file).shm_map(region, bytes, extend);
    if let Ok(Some(start)) = mapped {
        put(out, start.as_ptr().cast());
    }
    code(mapped.map(|_| ()), ffi::SQLITE_IOERR_SHMMAP)
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, first: c_int, count: c_int, flags: c_int) -> c_int {
    let (Ok(first), Ok(count)) = (usize::try_from(first), usize::try_from(count)) else {
        return ffi::SQLITE_IOERR_SHMLOCK;
    };
    let locks = first..first + count;
    let file = handle(file);
    let locked = if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        file.shm_unlock(locks);
        Ok(())
    } else if flags & ffi::SQLITE_SHM_SHARED != 0 {
        file.shm_lock_shared(locks)
    } else {
        file.shm_lock_exclusive(locks)
    };
    code(locked, ffi::SQLITE_IOERR_SHMLOCK)
}

unsafe extern "C" fn shm_barrier(_file: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    handle(file).shm_unmap();
    ffi::SQLITE_OK
}
