//! The made-up data: customers, their transactions, their tickets, and the team that looks after them.
//!
//! Made from a seed and the present instant, row by row: transactions are made twice (once to sum up
//! balances, once to be written) rather than kept.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small made-up figures: nothing here comes near the limits"
)]

use super::{dice::Dice, people, words};
use sallyport_kernel::Timestamp;

/// How many customers there are.
pub(super) const CUSTOMERS: i64 = 20_000;
/// How many transactions.
pub(super) const TRANSACTIONS: i64 = 200_000;
/// How many tickets.
pub(super) const TICKETS: i64 = 50_000;
/// How many people look after them, besides those who can sign in.
const COLLEAGUES: i64 = 12;

const DAY: i64 = 86_400;
const SEED: u64 = 0x5a11_9047;

/// Someone who looks after tickets.
pub(super) struct Agent {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) email: String,
}

/// A customer.
pub(super) struct Customer {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) company: String,
    pub(super) country: &'static str,
    pub(super) city: &'static str,
    pub(super) plan: &'static str,
    pub(super) status: &'static str,
    pub(super) balance_cents: i64,
    pub(super) created_at: Timestamp,
}

/// Money that moved.
pub(super) struct Transaction {
    pub(super) id: i64,
    pub(super) customer_id: i64,
    pub(super) kind: &'static str,
    pub(super) category: &'static str,
    pub(super) amount_cents: i64,
    pub(super) status: &'static str,
    pub(super) description: &'static str,
    pub(super) created_by: &'static str,
    pub(super) created_at: Timestamp,
}

/// Something that a customer wants.
pub(super) struct Ticket {
    pub(super) id: i64,
    pub(super) customer_id: i64,
    pub(super) subject: &'static str,
    pub(super) category: &'static str,
    pub(super) status: &'static str,
    pub(super) priority: &'static str,
    pub(super) agent_id: Option<i64>,
    pub(super) satisfaction: Option<i64>,
    pub(super) opened_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) solved_at: Option<Timestamp>,
    pub(super) note: Option<Note>,
}

/// What someone wrote on a ticket.
pub(super) struct Note {
    pub(super) author: String,
    pub(super) body: &'static str,
    pub(super) created_at: Timestamp,
}

/// The data as of an instant.
pub(super) struct Dataset {
    now: i64,
    /// Who looks after tickets.
    pub(super) agents: Vec<Agent>,
    /// All customers, the oldest first.
    pub(super) customers: Vec<Customer>,
}

impl Dataset {
    /// The data as it would stand at that instant.
    pub(super) fn new(now: Timestamp) -> Self {
        let now = now.as_second();
        let mut data = Self {
            now,
            agents: agents(),
            customers: customers(now),
        };
        let owed: Vec<(usize, i64)> = data
            .transactions()
            .filter(|transaction| matches!(transaction.status, "pending" | "disputed"))
            .map(|transaction| {
                (
                    transaction.customer_id as usize - 1,
                    transaction.amount_cents,
                )
            })
            .collect();
        for (at, cents) in owed {
            if let Some(customer) = data.customers.get_mut(at) {
                customer.balance_cents += cents;
            }
        }
        data
    }

    /// The transactions of a year and a half, the oldest first, more and more of them.
    pub(super) fn transactions(&self) -> impl Iterator<Item = Transaction> + '_ {
        let mut dice = Dice::new(SEED + 1);
        (1..=TRANSACTIONS).map(move |id| {
            let share = (0.15 + 0.85 * id as f64 / TRANSACTIONS as f64).sqrt();
            let age = ((1.0 - share) / (1.0 - 0.15_f64.sqrt()) * 540.0 * DAY as f64) as i64;
            let at = self.now - age - dice.below(6 * 3_600);
            self.transaction(id, at, age, &mut dice)
        })
    }

    fn transaction(&self, id: i64, at: i64, age: i64, dice: &mut Dice) -> Transaction {
        let customer = self.someone_before(at, dice);
        let plan = customer.map_or("free", |customer| customer.plan);
        let kind = dice.weighed(&[(93, "charge"), (4, "refund"), (3, "credit")]);
        let category = match plan {
            "free" => dice.weighed(&[(70, "usage"), (25, "add_on"), (5, "training")]),
            _ => dice.weighed(&[
                (62, "subscription"),
                (24, "usage"),
                (10, "add_on"),
                (4, "training"),
            ]),
        };
        let cents = match category {
            "subscription" => match plan {
                "team" => 4_900,
                "business" => 14_900,
                _ => 89_900,
            },
            "usage" => dice.between(150, 18_000),
            "add_on" => 100 * dice.pick(&[9, 19, 29, 49]),
            _ => 100 * dice.between(120, 950),
        };
        let status = if age < 4 * DAY {
            dice.weighed(&[(55, "pending"), (41, "settled"), (4, "failed")])
        } else {
            dice.weighed(&[(955, "settled"), (32, "failed"), (13, "disputed")])
        };
        let charge = kind == "charge";
        Transaction {
            id,
            customer_id: customer.map_or(1, |customer| customer.id),
            kind,
            category,
            amount_cents: if charge { cents } else { -(cents.min(25_000)) },
            status: if charge { status } else { "settled" },
            description: description(kind, category),
            created_by: if charge { "billing" } else { "support" },
            created_at: instant(at),
        }
    }

    /// The tickets of the last year, the oldest first.
    pub(super) fn tickets(&self) -> impl Iterator<Item = Ticket> + '_ {
        let mut dice = Dice::new(SEED + 2);
        (1..=TICKETS).map(move |id| {
            let share = (0.3 + 0.7 * id as f64 / TICKETS as f64).sqrt();
            let age = ((1.0 - share) / (1.0 - 0.3_f64.sqrt()) * 365.0 * DAY as f64) as i64;
            let at = self.now - age - dice.below(4 * 3_600);
            self.ticket(id, at, &mut dice)
        })
    }

    fn ticket(&self, id: i64, at: i64, dice: &mut Dice) -> Ticket {
        let age = self.now - at;
        let (category, subjects) = dice.weighed(words::TOPICS);
        let priority = dice.weighed(&[(24, "low"), (51, "normal"), (19, "high"), (6, "urgent")]);
        let patience = match priority {
            "urgent" => 6,
            "high" => 20,
            "normal" => 60,
            _ => 140,
        };
        let solved = at + 1_800 + dice.below(patience * 3_600);
        let lingers = dice.in_hundred(3);
        let status = if solved > self.now || lingers {
            dice.weighed(&[(58, "open"), (30, "pending"), (12, "on_hold")])
        } else if age < 14 * DAY {
            "solved"
        } else {
            "closed"
        };
        let is_solved = matches!(status, "solved" | "closed");
        let is_fresh = status == "open" && age < 2 * DAY;
        let agent = if is_fresh && dice.in_hundred(35) {
            None
        } else {
            self.agent(dice)
        };
        let updated = if is_solved {
            solved
        } else {
            at + dice.below(age.clamp(1, 5 * DAY))
        };
        let note = agent.filter(|_| dice.in_hundred(30)).map(|agent| Note {
            author: agent.email.clone(),
            body: dice.pick(words::NOTES),
            created_at: instant(at + (updated - at) / 2),
        });
        Ticket {
            id,
            customer_id: self
                .someone_before(at, dice)
                .map_or(1, |customer| customer.id),
            subject: dice.pick(subjects),
            category,
            status,
            priority,
            agent_id: agent.map(|agent| agent.id),
            satisfaction: (is_solved && dice.in_hundred(55))
                .then(|| dice.weighed(&[(46, 5), (30, 4), (12, 3), (7, 2), (5, 1)])),
            opened_at: instant(at),
            updated_at: instant(updated),
            solved_at: is_solved.then(|| instant(solved)),
            note,
        }
    }

    fn agent(&self, dice: &mut Dice) -> Option<&Agent> {
        // The first ones carry more.
        let count = self.agents.len() as i64;
        let at = dice.below(count).min(dice.below(count + 4));
        self.agents.get(at as usize)
    }

    /// A customer who was there already, rather one of the older ones.
    fn someone_before(&self, at: i64, dice: &mut Dice) -> Option<&Customer> {
        let known = self
            .customers
            .partition_point(|customer| customer.created_at.as_second() <= at)
            as i64;
        let chosen = dice.below(known.max(1)).min(dice.below(known.max(1) * 3));
        self.customers.get(chosen as usize)
    }
}

fn description(kind: &str, category: &str) -> &'static str {
    match (kind, category) {
        ("refund", _) => "Refund to the card",
        ("credit", _) => "Goodwill credit",
        (_, "subscription") => "Monthly subscription",
        (_, "usage") => "Usage above the plan",
        (_, "add_on") => "Add-on",
        _ => "Training session",
    }
}

fn agents() -> Vec<Agent> {
    let mut dice = Dice::new(SEED + 3);
    let mut agents: Vec<Agent> = people()
        .into_iter()
        .filter(|person| person.groups.contains(&super::SUPPORT))
        .map(|person| Agent {
            id: 0,
            name: person.name.to_owned(),
            email: person.email.to_owned(),
        })
        .collect();
    agents.extend((0..COLLEAGUES).map(|number| {
        let (first, last) = (dice.pick(words::FIRST), dice.pick(words::LAST));
        Agent {
            id: 0,
            name: format!("{first} {last}"),
            email: format!("{}{number}@example.com", plain(first)),
        }
    }));
    for (id, agent) in (1..).zip(&mut agents) {
        agent.id = id;
    }
    agents
}

fn customers(now: i64) -> Vec<Customer> {
    let mut dice = Dice::new(SEED);
    (1..=CUSTOMERS)
        .map(|id| {
            let age = (1.0 - (id as f64 / CUSTOMERS as f64).powf(0.8)) * 1_460.0 * DAY as f64;
            let (first, last) = (dice.pick(words::FIRST), dice.pick(words::LAST));
            let (country, prefix, cities) = dice.weighed(words::PLACES);
            let plan = dice.weighed(&[
                (42, "free"),
                (32, "team"),
                (19, "business"),
                (7, "enterprise"),
            ]);
            let domain = dice.pick(&["example.com", "example.org", "example.net"]);
            Customer {
                id,
                name: format!("{first} {last}"),
                email: format!("{}.{}{id}@{domain}", plain(first), plain(last)),
                phone: format!(
                    "{prefix} 555 {:03} {:04}",
                    dice.below(1_000),
                    dice.below(10_000)
                ),
                company: format!("{} {}", dice.pick(words::FIRMS), dice.pick(words::TRADES)),
                country,
                city: dice.pick(&cities),
                plan,
                status: dice.weighed(&[
                    (82, "active"),
                    (7, "trial"),
                    (6, "past_due"),
                    (5, "closed"),
                ]),
                balance_cents: 0,
                created_at: instant(now - age as i64 - 600 * DAY / CUSTOMERS),
            }
        })
        .collect()
}

/// The letters of a name that stand in an address.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}
