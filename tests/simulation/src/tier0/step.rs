//! What a history is made of: small steps, each with the time that passes before it.

/// Most PCs in one practice here.
pub const PCS_MAX: u8 = 3;
/// Requests that a history can be about.
pub const REQUESTS: u8 = 6;

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Note,
    Opened,
    TakeOver,
    Sort,
    Raise,
    Lower,
    Reply,
    ReplyAndWait,
    ReplyAndClose,
    Close,
    Reopen,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Note,
        Self::Opened,
        Self::TakeOver,
        Self::Sort,
        Self::Raise,
        Self::Lower,
        Self::Reply,
        Self::ReplyAndWait,
        Self::ReplyAndClose,
        Self::Close,
        Self::Reopen,
    ];
}

/// What is wrong with one request at the provider, whoever pushes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// 500, and nothing was kept.
    Breaks,
    /// 500 after it was kept.
    BreaksAfterwards,
    Forbidden,
    TooLarge,
    /// 422.
    Refused,
    /// 412 though the version is right.
    Contended,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Breaks, Self::BreaksAfterwards, Self::Forbidden, Self::TooLarge, Self::Refused, Self::Contended];
}

/// One thing that happens. PCs, requests and staff go by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Decide {
        pc: u8,
        about: u8,
        kind: Kind,
    },
    /// The newest decision of this PC is given again, with other words: a double click, or an edit of what was sent.
    DecideAgain {
        pc: u8,
    },
    Withdraw {
        pc: u8,
    },
    /// A person settles the oldest decision that waits for one.
    KeepTheirs {
        pc: u8,
    },
    Reissue {
        pc: u8,
    },
    Wait,
    /// The program ends after it has carried out so many more effects.
    Crash {
        pc: u8,
        effects: u8,
    },
    /// The PC is switched off and on.
    Reboot {
        pc: u8,
    },
    Suspend {
        pc: u8,
        seconds: u32,
    },
    ClockJump {
        pc: u8,
        seconds: i32,
    },
    WorkOffline {
        pc: u8,
    },
    WorkOnline {
        pc: u8,
    },
    SyncNow {
        pc: u8,
    },
    Cut {
        pc: u8,
    },
    Join {
        pc: u8,
    },
    SignOut {
        pc: u8,
        staff: u8,
    },
    SignIn {
        pc: u8,
        staff: u8,
    },
    PatientWrites {
        about: u8,
    },
    /// Somebody decides with another program.
    Elsewhere {
        about: u8,
        kind: Kind,
    },
    /// The same in a transaction that takes so long: its instant is that of its beginning.
    Slowly {
        about: u8,
        kind: Kind,
        seconds: u16,
    },
    /// A change that no decision depends on.
    Touch {
        about: u8,
    },
    Create {
        about: u8,
        seconds: u16,
    },
    Delete {
        about: u8,
    },
    Backup,
    Restore,
    ServerClockBack {
        minutes: u8,
    },
    Outage {
        seconds: u16,
    },
    /// 429 with this `Retry-After`; nothing said where it is zero.
    Throttle {
        seconds: u16,
        retry_after_s: u16,
    },
    Trouble {
        about: u8,
        trouble: Trouble,
        seconds: u16,
    },
}

/// One step after some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    pub wait_ms: u32,
    pub step: Step,
}
