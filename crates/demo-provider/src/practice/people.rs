//! Owns who is registered: households, names, ages, numbers and who speaks for whom.
//!
//! It owns no FHIR; `person_resource.rs` writes people as resources.

use chrono::{Datelike, Duration, NaiveDate};

use super::{PracticeSettings, dice::Dice, names, nhs_number::NhsNumbers, phrases::common, staff};

/// Someone who writes for the patient.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Id of the RelatedPerson.
    pub id: String,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// HL7 v3 role code, such as `MTH`.
    pub role: &'static str,
    /// The relationship in a word: mother, son …
    pub relationship: &'static str,
    /// Mobile number.
    pub mobile: String,
}

/// One registered patient.
#[derive(Clone, Debug)]
pub struct Person {
    /// Id of the Patient.
    pub id: String,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Title as on letters; sometimes unknown.
    pub title: &'static str,
    /// `'f'` or `'m'`.
    pub sex: char,
    /// Date of birth.
    pub born: NaiveDate,
    /// Age on the practice's day, whole years.
    pub age: u32,
    /// NHS number, ten digits.
    pub nhs_number: String,
    /// Whether the number was traced.
    pub verified: bool,
    /// Mobile number from Ofcom's range for drama.
    pub mobile: Option<String>,
    /// Landline number from Ofcom's range for drama.
    pub landline: Option<String>,
    /// First line of the address.
    pub street: String,
    /// Town.
    pub town: &'static str,
    /// Postcode in an area that does not exist.
    pub postcode: String,
    /// Index of the usual GP in `staff::MEMBERS`.
    pub usual_gp: usize,
    /// BCP 47 tag of the language spoken, when not English.
    pub language: Option<&'static str>,
    /// Day of death.
    pub died: Option<NaiveDate>,
    /// Skin tone for photos, 0 to 2.
    pub tone: usize,
    /// Who writes for the patient.
    pub proxy: Option<Proxy>,
}

/// Makes everyone on the list; index and content depend on the settings' seed, size and date only.
pub fn register(settings: &PracticeSettings) -> Vec<Person> {
    let mut register = Register {
        dice: Dice::new(settings.seed, "people", 0),
        today: settings.date,
        numbers: NhsNumbers::new(settings.seed),
        people: Vec::new(),
    };
    while register.people.len() < settings.list_size as usize {
        register.add_household();
    }
    register.people.truncate(settings.list_size as usize);
    register.people
}

struct Register {
    dice: Dice,
    today: NaiveDate,
    numbers: NhsNumbers,
    people: Vec<Person>,
}

struct Household {
    heritage: &'static names::Heritage,
    family: String,
    street: String,
    town: &'static str,
    postcode: String,
    usual_gp: usize,
    landline: Option<String>,
}

/// Household types by frequency; together they give the age structure of England (ONS mid-2023 estimates).
const HOUSEHOLDS: [(u32, HouseholdKind); 8] = [
    (18, HouseholdKind::Family),
    (7, HouseholdKind::LoneParent),
    (18, HouseholdKind::Couple),
    (13, HouseholdKind::OlderCouple),
    (15, HouseholdKind::Single),
    (14, HouseholdKind::OlderSingle),
    (6, HouseholdKind::Sharers),
    (6, HouseholdKind::GrownChildren),
];

#[derive(Clone, Copy)]
enum HouseholdKind {
    Family,
    LoneParent,
    Couple,
    OlderCouple,
    Single,
    OlderSingle,
    Sharers,
    GrownChildren,
}

impl Register {
    fn add_household(&mut self) {
        let kind = HOUSEHOLDS[self.dice.weighted(HOUSEHOLDS.iter().map(|(weight, _)| *weight))].1;
        let home = self.home();
        match kind {
            HouseholdKind::Family => {
                let age = self.dice.between(26, 50);
                let mother = self.add_adult(&home, 'f', age);
                let father = self.dice.between(-3, 6) + age;
                self.add_partner(&home, 'm', father);
                self.add_children(&home, mother, age);
            }
            HouseholdKind::LoneParent => {
                let age = self.dice.between(21, 46);
                let sex = if self.dice.chance(870) { 'f' } else { 'm' };
                let parent = self.add_adult(&home, sex, age);
                self.add_children(&home, parent, age);
            }
            HouseholdKind::Couple => self.add_couple(&home, 24, 64),
            HouseholdKind::OlderCouple => self.add_couple(&home, 65, 88),
            HouseholdKind::Single => {
                let (sex, age) = (self.sex(), self.dice.between(23, 64));
                self.add_adult(&home, sex, age);
            }
            HouseholdKind::OlderSingle => {
                let (sex, age) = (if self.dice.chance(680) { 'f' } else { 'm' }, self.dice.between(66, 97));
                self.add_adult(&home, sex, age);
            }
            HouseholdKind::Sharers => {
                for _ in 0..self.dice.between(2, 3) {
                    let (sex, age) = (self.sex(), self.dice.between(18, 31));
                    self.add_partner(&home, sex, age);
                }
            }
            HouseholdKind::GrownChildren => {
                let age = self.dice.between(45, 62);
                self.add_couple(&home, age, age);
                let (sex, child) = (self.sex(), self.dice.between(16, 24));
                self.add_adult(&home, sex, child);
            }
        }
    }

    fn home(&mut self) -> Household {
        let heritage = &names::HERITAGES[self.dice.weighted(names::HERITAGES.iter().map(|one| one.weight))];
        let number = self.dice.between(1, 140);
        let street = self.dice.pick(common("streets"));
        let flat = if self.dice.chance(110) { format!("Flat {}, ", self.dice.between(1, 18)) } else { String::new() };
        let letters: Vec<char> = "ABDEFGHJLNPQRSTUWXYZ".chars().collect();
        let (first, second) = (self.dice.index(letters.len()), self.dice.index(letters.len()));
        Household {
            heritage,
            family: self.dice.pick(&heritage.family).replace('|', " "),
            street: format!("{flat}{number} {street}"),
            town: self.dice.pick(common("towns")),
            postcode: format!(
                "QX{} {}{}{}",
                self.dice.between(1, 6),
                self.dice.between(1, 9),
                letters[first],
                letters[second]
            ),
            usual_gp: self.dice.index(staff::USUAL_GPS),
            landline: Some(format!("01632 960{:03}", self.dice.below(1000))),
        }
    }

    fn sex(&mut self) -> char {
        if self.dice.chance(510) { 'f' } else { 'm' }
    }

    fn add_couple(&mut self, home: &Household, low: i64, high: i64) {
        let age = self.dice.between(low, high);
        self.add_adult(home, 'f', age);
        let second = if self.dice.chance(40) { 'f' } else { 'm' };
        let other = (age + self.dice.between(-4, 6)).clamp(18, 101);
        self.add_partner(home, second, other);
    }

    /// A partner keeps another family name in one case of four, and another heritage in a few of those.
    fn add_partner(&mut self, home: &Household, sex: char, age: i64) {
        if self.dice.chance(750) {
            self.add_adult(home, sex, age);
            return;
        }
        let heritage = if self.dice.chance(500) {
            home.heritage
        } else {
            &names::HERITAGES[self.dice.weighted(names::HERITAGES.iter().map(|one| one.weight))]
        };
        let other = Household {
            heritage,
            family: self.dice.pick(&heritage.family).replace('|', " "),
            street: home.street.clone(),
            town: home.town,
            postcode: home.postcode.clone(),
            usual_gp: home.usual_gp,
            landline: home.landline.clone(),
        };
        self.add_adult(&other, sex, age);
    }

    fn add_children(&mut self, home: &Household, parent: usize, parent_age: i64) {
        for _ in 0..=self.dice.weighted([35, 45, 17, 3].into_iter()) {
            let age = (parent_age - self.dice.between(21, 37)).clamp(0, 17);
            let age = if age == 0 && parent_age > 38 { self.dice.between(3, 14) } else { age };
            let sex = self.sex();
            let child = self.add_adult(home, sex, age);
            if age < 16 {
                self.people[child].proxy = Some(self.parent_of(parent));
                self.people[child].mobile = self.people[parent].mobile.clone();
            }
        }
    }

    fn parent_of(&mut self, parent: usize) -> Proxy {
        let id = self.dice.uuid();
        let person = &self.people[parent];
        let mother = person.sex == 'f';
        Proxy {
            id,
            given: person.given.clone(),
            family: person.family.clone(),
            role: if mother { "MTH" } else { "FTH" },
            relationship: if mother { "mother" } else { "father" },
            mobile: person.mobile.clone().unwrap_or_else(|| "07700 900000".to_owned()),
        }
    }

    fn grown_child(&mut self, home: &Household) -> Proxy {
        let daughter = self.dice.chance(720);
        let given = self.given_name(home.heritage, if daughter { 'f' } else { 'm' }, 1975);
        let family = if daughter && self.dice.chance(600) {
            self.dice.pick(&home.heritage.family).replace('|', " ")
        } else {
            home.family.clone()
        };
        Proxy {
            id: self.dice.uuid(),
            given,
            family,
            role: if daughter { "DAU" } else { "SON" },
            relationship: if daughter { "daughter" } else { "son" },
            mobile: format!("07700 900{:03}", self.dice.below(1000)),
        }
    }

    fn given_name(&mut self, heritage: &names::Heritage, sex: char, year: i32) -> String {
        let age_group = match year {
            ..1962 => 0,
            1962..1992 => 1,
            _ => 2,
        };
        let slot = age_group + if sex == 'f' { 0 } else { 3 };
        self.dice.pick(&heritage.given[slot]).replace('|', " ")
    }

    fn add_adult(&mut self, home: &Household, sex: char, age: i64) -> usize {
        let age = u32::try_from(age.clamp(0, 103)).unwrap_or(0);
        let born = self.birthday(age);
        let given = self.given_name(home.heritage, sex, born.year());
        let family = names::family_name(&home.family, home.heritage.name, sex);
        let mobile_chance = if age > 80 { 550 } else { 960 };
        let mobile = self.dice.chance(mobile_chance).then(|| format!("07700 900{:03}", self.dice.below(1000)));
        let proxy_chance = if age >= 88 {
            600
        } else if age >= 78 {
            300
        } else {
            0
        };
        let proxy = self.dice.chance(proxy_chance).then(|| self.grown_child(home));
        let died = self
            .dice
            .chance(if age > 70 { 6 } else { 0 })
            .then(|| self.today - Duration::days(self.dice.between(3, 60)));
        let person = Person {
            id: self.dice.uuid(),
            given,
            family,
            title: self.title(sex, age),
            sex,
            born,
            age,
            nhs_number: self.numbers.next_number(),
            verified: self.dice.chance(975),
            mobile,
            landline: if age > 55 { home.landline.clone() } else { None },
            street: home.street.clone(),
            town: home.town,
            postcode: home.postcode.clone(),
            usual_gp: if self.dice.chance(900) { home.usual_gp } else { self.dice.index(staff::USUAL_GPS) },
            language: self.language(home.heritage.name, age),
            died,
            tone: names::tone(home.heritage.name),
            proxy,
        };
        self.people.push(person);
        self.people.len() - 1
    }

    fn birthday(&mut self, age: u32) -> NaiveDate {
        let days_back = i64::from(age) * 365 + i64::from(age) / 4 + self.dice.between(1, 362);
        let born = self.today - Duration::days(days_back);
        if age < 2 { self.today - Duration::days(self.dice.between(20, 360) + i64::from(age) * 366) } else { born }
    }

    fn title(&mut self, sex: char, age: u32) -> &'static str {
        let titles: &[(&str, u32)] = match (sex, age) {
            ('f', 0..=17) => &[("Miss", 90), ("", 10)],
            ('m', 0..=17) => &[("Master", 80), ("", 20)],
            ('f', 18..=34) => &[("Miss", 50), ("Ms", 25), ("Mrs", 20), ("Mx", 2), ("Dr", 1), ("", 2)],
            ('f', _) => &[("Mrs", 70), ("Ms", 16), ("Miss", 10), ("Dr", 2), ("Prof", 1), ("Rev", 1)],
            _ => &[("Mr", 940), ("Dr", 20), ("Rev", 5), ("Prof", 5), ("Mx", 5), ("Sir", 1), ("", 24)],
        };
        titles[self.dice.weighted(titles.iter().map(|(_, weight)| *weight))].0
    }

    fn language(&mut self, heritage: &str, age: u32) -> Option<&'static str> {
        let (tag, permille) = match heritage {
            "welsh" => ("cy", 330),
            "pakistani" => ("ur", if age > 55 { 350 } else { 30 }),
            "bangladeshi" => ("bn", if age > 50 { 400 } else { 40 }),
            "indian" => (self.dice.pick(&["gu", "pa", "hi"]), if age > 65 { 250 } else { 10 }),
            "polish" => ("pl", 260),
            "romanian" => ("ro", 300),
            "chinese" => (self.dice.pick(&["zh", "yue"]), 300),
            "arabic" => ("ar", 250),
            "elsewhere" => (self.dice.pick(&["pt", "tr", "uk", "so", "es"]), 300),
            _ => return None,
        };
        self.dice.chance(permille).then_some(tag)
    }
}
