//! Owns the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;
use clap::Parser;

use crate::gaps::Gap;
use crate::practice::PracticeSettings;
use crate::settings::Settings;

/// A complete small online consultation provider with a synthetic practice.
///
/// FHIR R4 under /fhir, sign-in under /oauth, faults and clock under /admin (from this machine only). All patients
/// are synthetic. Stop it with Ctrl+C.
#[derive(Clone, Debug, Parser)]
#[command(name = "demo-provider", version)]
pub struct Options {
    /// Address to listen on; port 0 takes a free port
    #[arg(long, default_value = "127.0.0.1:8099", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Writes the bound address to this file once the server answers
    #[arg(long, value_name = "FILE")]
    pub port_file: Option<PathBuf>,
    /// Address that links and sign-in name instead of the bound one, for a server behind a proxy
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Keeps everything in this SQLite file, which survives a crash; in memory when absent
    #[arg(long, value_name = "FILE")]
    pub database: Option<PathBuf>,
    /// Patients registered with the practice
    #[arg(long, default_value_t = 10_400, value_name = "PATIENTS")]
    pub list_size: u32,
    /// Seed of the synthetic practice; the same seed and date give the same practice
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The practice's day; today when absent
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
    /// Time of day in London at which the server's clock starts; the present time of day when absent
    #[arg(long, value_name = "HH:MM", value_parser = parse_time)]
    pub at: Option<NaiveTime>,
    /// Open requests in the queue at the start; by the size of the list when absent
    #[arg(long, value_name = "COUNT")]
    pub requests: Option<u32>,
    /// Starts without patients and requests
    #[arg(long)]
    pub empty: bool,
    /// Lets nothing happen by itself: no arrivals, deliveries or answers until /admin asks for them
    #[arg(long)]
    pub still: bool,
    /// Lets everybody in without a token
    #[arg(long)]
    pub no_auth: bool,
    /// Minutes that an access token lives, by the server's clock
    #[arg(long, default_value_t = 30, value_name = "MINUTES")]
    pub token_minutes: u32,
    /// Leaves these things out while going on to claim them, as poor providers do
    #[arg(long, value_enum, value_delimiter = ',', value_name = "THINGS")]
    pub without: Vec<Gap>,
}

impl Options {
    /// Returns the settings that these options mean when the system's clock shows `system_now`.
    pub fn settings(&self, system_now: DateTime<Utc>) -> Settings {
        let clock = self.clock_start(system_now);
        let now = clock.unwrap_or(system_now);
        let practice = PracticeSettings {
            list_size: self.list_size,
            seed: self.seed,
            date: now.with_timezone(&London).date_naive(),
            requests: self.requests,
            now,
        };
        Settings {
            listen: self.listen,
            database: self.database.clone(),
            auth: !self.no_auth,
            token_life: TimeDelta::minutes(i64::from(self.token_minutes)),
            practice: (!self.empty).then_some(practice),
            still: self.still,
            clock,
            public_url: self.public_url.clone(),
            without: self.without.iter().copied().collect(),
        }
    }

    /// Returns where the server's clock starts; `None` when it is the system's.
    fn clock_start(&self, system_now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = system_now.with_timezone(&London);
        let date = self.date.unwrap_or(local.date_naive());
        if date == local.date_naive() && self.at.is_none() {
            return None;
        }
        let time = self.at.unwrap_or(local.time());
        // In the hour that spring skips there is no local time; the clock then starts an hour later.
        let start = London.from_local_datetime(&date.and_time(time));
        let later = || London.from_local_datetime(&(date.and_time(time) + TimeDelta::hours(1)));
        start.earliest().or_else(|| later().earliest()).map(|moment| moment.with_timezone(&Utc))
    }
}

fn parse_time(text: &str) -> Result<NaiveTime, chrono::ParseError> {
    NaiveTime::parse_from_str(text, "%H:%M")
}
