//! People with second factors, and the apps and mailboxes that they have.

use super::actor::Visitor;
use super::passkey::SoftKey;
use super::sample::a_number;
use super::server::TestServer;
use super::world::{PASSWORD, commit};
use super::{Reply, unique};
use aws_lc_rs::hmac;
use sallyport_crypto::envelope::{self, Binding};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{FactorId, PersonId, TenantId};
use sallyport_model::account::SignInPolicy;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_model::sms::{SmsGateway, SmsMethod};
use sallyport_server::system::SystemRandom;
use sallyport_store::Transaction;
use sallyport_testkit::build;
use serde_json::{Map, Value, json};

/// Someone with an authenticator app.
pub(crate) struct Enrolled<'t> {
    /// Who, in the session that the factor began.
    pub(crate) visitor: Visitor<'t>,
    /// The app's key, as it is shown.
    pub(crate) key: String,
    /// Their recovery codes.
    pub(crate) codes: Vec<String>,
    /// The factor's id.
    pub(crate) factor: String,
}

/// What an authenticator app shows at that moment: RFC 6238, written from its text so that the server is not compared
/// with itself.
pub(crate) fn code_of(key: &str, at: Timestamp) -> String {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in key.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'2'..=b'7' => digit - b'2' + 26,
            other => panic!("`{other}` is no digit of base 32"),
        };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    let step = u64::try_from(at.as_second()).unwrap() / 30;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[19] & 0x0f);
    let four = u32::from_be_bytes(tag[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", four % 1_000_000)
}

/// The code that stands in a letter.
pub(crate) fn code_in(letter: &str) -> String {
    let is_code = |word: &&str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit());
    letter.split_whitespace().find(is_code).unwrap().to_owned()
}

impl TestServer {
    /// Gives someone an authenticator app, by the way that everybody goes. The clock then stands in the next step.
    pub(crate) async fn enrolled<'t>(&'t self, visitor: &Visitor<'t>) -> Enrolled<'t> {
        let begun = visitor
            .post("/api/v1/account/factors", &json!({ "kind": "totp" }))
            .await;
        let begun = begun.is(200).json();
        let key = begun["totp"]["secret"].as_str().unwrap().to_owned();
        let body = json!({ "ticket": begun["ticket"], "code": code_of(&key, self.now()), "name": "My telephone" });
        let added = visitor
            .post("/api/v1/account/factors/confirm", &body)
            .await
            .is(201);
        let codes = added.json()["recovery_codes"].clone();
        self.clock.advance(std::time::Duration::from_secs(30));
        Enrolled {
            factor: added.json()["factor"]["id"].as_str().unwrap().to_owned(),
            codes: serde_json::from_value::<Option<Vec<String>>>(codes)
                .unwrap()
                .unwrap_or_default(),
            visitor: visitor.renewed(self, added.cookie()),
            key,
        }
    }

    /// Gives someone a passkey, by the way that everybody goes.
    pub(crate) async fn with_passkey<'t>(
        &'t self,
        visitor: &Visitor<'t>,
    ) -> (Visitor<'t>, SoftKey) {
        let begun = visitor
            .post("/api/v1/account/factors", &json!({ "kind": "passkey" }))
            .await;
        let begun = begun.is(200).json();
        let (key, credential) = SoftKey::create(&begun["passkey"], &self.origin.as_url());
        let body =
            json!({ "ticket": begun["ticket"], "credential": credential, "name": "My laptop" });
        let added = visitor
            .post("/api/v1/account/factors/confirm", &body)
            .await
            .is(201);
        (visitor.renewed(self, added.cookie()), key)
    }

    /// Gives someone codes by e-mail, which the tenant must allow, by the way that everybody goes.
    pub(crate) async fn with_codes_by_mail<'t>(&'t self, visitor: &Visitor<'t>) -> Visitor<'t> {
        let begun = visitor
            .post("/api/v1/account/factors", &json!({ "kind": "email" }))
            .await;
        let begun = begun.is(200).json();
        let letter = self.mailbox.next(&self.email_of(visitor).await).await;
        let body = json!({ "ticket": begun["ticket"], "code": code_in(&letter.text), "name": "My mailbox" });
        let added = visitor
            .post("/api/v1/account/factors/confirm", &body)
            .await
            .is(201);
        visitor.renewed(self, added.cookie())
    }

    /// Signs in by password.
    pub(crate) async fn by_password(&self, visitor: &Visitor<'_>) -> Reply {
        let email = self.email_of(visitor).await;
        let body = json!({ "email": email, "password": PASSWORD });
        self.anonymous().post("/api/v1/session", &body).await
    }

    /// What somebody with a second factor gets for their password.
    pub(crate) async fn half_signed_in(&self, visitor: &Visitor<'_>) -> Value {
        let reply = self.by_password(visitor).await.is(200);
        assert!(reply.headers.get("set-cookie").is_none());
        let step = reply.json();
        assert_eq!(step["state"], "second_factor");
        step
    }

    /// Answers a sign-in's ticket with a code.
    pub(crate) async fn answer(&self, ticket: &Value, method: &str, code: &str) -> Reply {
        let body = json!({ "ticket": ticket, "method": method, "code": code });
        self.anonymous()
            .post("/api/v1/session/second-factor", &body)
            .await
    }

    /// Sets what the tenant asks of sign-ins.
    pub(crate) async fn asks(&self, change: impl FnOnce(&mut SignInPolicy)) {
        let mut tx = self.store.begin(self.home).await.unwrap();
        let mut policy = tx.sign_in_policy().await.unwrap();
        change(&mut policy);
        tx.put_sign_in_policy(&policy).await.unwrap();
        commit(tx, self.home, self.now()).await;
    }

    /// Commits what a test puts in place.
    pub(crate) async fn commit(&self, tx: Box<dyn Transaction>) {
        commit(tx, self.home, self.now()).await;
    }

    /// A factor that nobody has ever used: enough for naming and removing it.
    pub(super) async fn a_factor(&self, tenant: TenantId, person: PersonId) -> String {
        let factor = bare(person, FactorKind::Totp);
        let mut tx = self.store.begin(tenant).await.unwrap();
        tx.add_factor(&factor).await.unwrap();
        commit(tx, tenant, self.now()).await;
        factor.id.to_string()
    }

    /// From now on codes by SMS go through the test's own gateway, in that tenant.
    pub(crate) async fn takes_sms(&self, tenant: TenantId) {
        let gateway = SmsGateway {
            url: self.telephone.url("/send"),
            method: SmsMethod::Post,
            headers: Vec::new(),
            body: r#"{"to": "{{to}}", "text": "{{text}}"}"#.to_owned(),
            secret: None,
        };
        let mut tx = self.store.begin(tenant).await.unwrap();
        tx.put_sms_gateway(Some(&gateway)).await.unwrap();
        let mut policy = tx.sign_in_policy().await.unwrap();
        policy.second_factor.sms_codes = true;
        tx.put_sign_in_policy(&policy).await.unwrap();
        commit(tx, tenant, self.now()).await;
    }

    /// A person who gets codes by SMS, put in place without asking for one.
    pub(super) async fn a_telephone(&self, tenant: TenantId, person: PersonId) {
        let mut factor = bare(person, FactorKind::Sms);
        let number = a_number().replace(' ', "");
        let binding = Binding::new("sallyport/factor")
            .field(tenant.as_bytes())
            .field(person.as_bytes())
            .field(factor.id.as_bytes());
        let key = self.store.credential_key(tenant).await.unwrap();
        let sealed = envelope::seal(&key, &binding, number.as_bytes(), &SystemRandom).unwrap();
        factor.sealed = Some(sealed.as_bytes().to_vec());
        let mut tx = self.store.begin(tenant).await.unwrap();
        tx.add_factor(&factor).await.unwrap();
        commit(tx, tenant, self.now()).await;
    }

    /// A person who gets codes by e-mail, and their sign-in's ticket.
    pub(super) async fn a_code_to_send(&self, person: PersonId) -> Value {
        self.asks(|policy| policy.second_factor.email_codes = true)
            .await;
        let mut tx = self.store.begin(self.home).await.unwrap();
        tx.add_factor(&bare(person, FactorKind::Email))
            .await
            .unwrap();
        commit(tx, self.home, self.now()).await;
        let ticket = self.half_signed_in(&self.session_of(person).await).await["ticket"].clone();
        json!({ "ticket": ticket, "method": "email" })
    }
}

fn bare(person: PersonId, kind: FactorKind) -> Factor {
    Factor {
        id: FactorId::from_bytes(build::unique()),
        person,
        kind,
        name: format!("A factor {}", unique()),
        sealed: None,
        public: Map::new(),
        handle: None,
        last_step: None,
        created_at: build::at(0),
        last_used_at: None,
    }
}
