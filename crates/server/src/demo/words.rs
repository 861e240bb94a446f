//! What the made-up people, firms and tickets are called.

#[rustfmt::skip]
pub(super) const FIRST: &[&str] = &[
    "Ada", "Adam", "Aisha", "Alba", "Alexei", "Alice", "Amara", "Amir", "Ana", "Anton", "Arjun", "Astrid", "Ayumi", "Beatriz",
    "Ben", "Bianca", "Björn", "Camille", "Carlos", "Chen", "Clara", "Daniel", "Diego", "Dina", "Elena", "Elif", "Emeka", "Emma",
    "Erik", "Fatima", "Felix", "Fiona", "Gabriel", "Greta", "Hana", "Hugo", "Ida", "Ines", "Ivan", "Jana", "Jonas", "Julia",
    "Kaito", "Karim", "Kofi", "Lars", "Laura", "Leila", "Leo", "Lin", "Louis", "Lucía", "Maja", "Marco", "Maria", "Mateo",
    "Mei", "Mina", "Nadia", "Nils", "Noor", "Olga", "Oscar", "Paula", "Petra", "Priya", "Rafael", "Rosa", "Samir", "Sara",
    "Sofia", "Tariq", "Theo", "Tomás", "Uma", "Vera", "Viktor", "Wei", "Yara", "Yusuf", "Zoe",
];

#[rustfmt::skip]
pub(super) const LAST: &[&str] = &[
    "Abebe", "Andersen", "Bauer", "Becker", "Bianchi", "Brandt", "Carvalho", "Castro", "Chaudhry", "Costa", "Dahl", "Delgado",
    "Dubois", "Eriksen", "Esposito", "Fischer", "Fontaine", "Garcia", "Gruber", "Haddad", "Hansen", "Hoffmann", "Ibrahim",
    "Ito", "Jansen", "Kaya", "Keller", "Khan", "Kim", "Kowalski", "Kumar", "Laurent", "Lindgren", "Lopez", "Marino", "Martin",
    "Mensah", "Meyer", "Moreau", "Nakamura", "Navarro", "Nguyen", "Novak", "O'Brien", "Okafor", "Olsen", "Osei", "Park",
    "Patel", "Pereira", "Petrov", "Quinn", "Ramos", "Richter", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Sørensen",
    "Tanaka", "Torres", "Van Dijk", "Vasquez", "Virtanen", "Wagner", "Walsh", "Weber", "Wolf", "Yamada", "Yilmaz", "Zhang",
];

#[rustfmt::skip]
pub(super) const FIRMS: &[&str] = &[
    "Aldermoor", "Arbor", "Bluepeak", "Brightwater", "Cedarline", "Clearfield", "Copperleaf", "Deltaport", "Elmstead",
    "Fernhill", "Foxglove", "Granite", "Harbourside", "Ironbridge", "Juniper", "Kestrel", "Larkspur", "Lighthouse", "Marlow",
    "Meridian", "Northgate", "Oakhurst", "Orchard", "Pinecrest", "Quarry", "Redwood", "Riverstone", "Saltmarsh", "Silverbirch",
    "Stonebridge", "Thornbury", "Tidewater", "Umber", "Valley", "Westwind", "Willow", "Winterbourne", "Yarrow",
];

pub(super) const TRADES: &[&str] = &[
    "Analytics",
    "Bakery",
    "Clinics",
    "Design",
    "Energy",
    "Foods",
    "Freight",
    "Hotels",
    "Labs",
    "Legal",
    "Media",
    "Motors",
    "Studio",
    "Systems",
    "Textiles",
    "Travel",
];

/// Country, what its telephone numbers begin with, and three of its cities.
pub(super) type Place = (&'static str, &'static str, [&'static str; 3]);

/// Places by the weight of their market.
#[rustfmt::skip]
pub(super) const PLACES: &[(i64, Place)] = &[
    (22, ("DE", "+49", ["Berlin", "Hamburg", "Munich"])),
    (15, ("FR", "+33", ["Paris", "Lyon", "Nantes"])),
    (12, ("GB", "+44", ["London", "Leeds", "Bristol"])),
    (9, ("ES", "+34", ["Madrid", "Valencia", "Bilbao"])),
    (8, ("IT", "+39", ["Milan", "Rome", "Turin"])),
    (7, ("NL", "+31", ["Amsterdam", "Utrecht", "Eindhoven"])),
    (6, ("US", "+1", ["Boston", "Denver", "Seattle"])),
    (5, ("SE", "+46", ["Stockholm", "Malmö", "Uppsala"])),
    (4, ("PL", "+48", ["Warsaw", "Kraków", "Gdańsk"])),
    (4, ("AT", "+43", ["Vienna", "Graz", "Linz"])),
    (3, ("CH", "+41", ["Zürich", "Basel", "Bern"])),
    (3, ("PT", "+351", ["Lisbon", "Porto", "Braga"])),
    (2, ("JP", "+81", ["Tokyo", "Osaka", "Kyoto"])),
];

/// A kind of ticket and what such tickets are about.
pub(super) type Topic = (&'static str, &'static [&'static str]);

/// Topics by how often they come up.
#[rustfmt::skip]
pub(super) const TOPICS: &[(i64, Topic)] = &[
    (28, ("billing", &["Charged twice this month", "Invoice shows the wrong address", "Card was declined", "Where is my refund", "Question about the VAT on my invoice"])),
    (22, ("account", &["Cannot sign in", "Two-factor code does not arrive", "Change the owner of our account", "Please close my account", "Wrong e-mail address on file"])),
    (18, ("technical", &["Export stops half way", "Page stays empty after the update", "Sync is a day behind", "Error when uploading a file", "The mobile app closes by itself"])),
    (14, ("how_to", &["How do I add a colleague", "How do I change our plan", "Where do I find the usage report", "How do I set up reminders"])),
    (10, ("delivery", &["Parcel has not arrived", "Delivered to the wrong address", "Package was damaged", "Change of delivery date"])),
    (8, ("feedback", &["Please add a dark theme", "The new search is much better", "A shortcut for notes would help", "Suggestion for the calendar"])),
];

#[rustfmt::skip]
pub(super) const NOTES: &[&str] = &[
    "Called back, left a message.",
    "Customer sent a screenshot; passed on to the technical team.",
    "Confirmed the identity by the account's telephone number.",
    "Waiting for the bank's answer.",
    "Explained the invoice line by line; the customer agrees.",
    "Could repeat it on our side; a fix is planned.",
    "Offered a credit for the trouble.",
    "Customer asks to be called after five.",
];
