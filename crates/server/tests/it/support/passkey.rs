//! A passkey in software: what a browser and a device do between a challenge and its answer (`WebAuthn` level 3), written
//! from the standard so that the server is not compared with itself.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// The person is there, and the device has made sure that it is its owner.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
/// A new key comes along.
const ATTESTED: u8 = 0x40;

/// A key in a device.
pub(crate) struct SoftKey {
    pair: EcdsaKeyPair,
    id: Vec<u8>,
    /// Whose it is, as the site told when it was made.
    user: String,
    counter: u32,
    /// What the device says of the person.
    pub(crate) flags: u8,
}

impl SoftKey {
    /// Makes a key for a site's `PublicKeyCredentialCreationOptions`, and answers with it.
    pub(crate) fn create(options: &Value, origin: &str) -> (Self, Value) {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let key = Self {
            id: digest(&SHA256, pair.public_key().as_ref())
                .as_ref()
                .to_vec(),
            pair,
            user: options["user"]["id"].as_str().unwrap().to_owned(),
            counter: 0,
            flags: PRESENT | VERIFIED,
        };
        let mut data = key.head(options["rp"]["id"].as_str().unwrap(), ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(key.id.len()).unwrap().to_be_bytes());
        data.extend(&key.id);
        // The public key as COSE: EC2, ES256, P-256, x and y.
        let point = key.pair.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..65]);
        // {"fmt": "none", "attStmt": {}, "authData": …} as CBOR.
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.push(0x59);
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(&data);
        let response = json!({
            "clientDataJSON": text(&client_data("webauthn.create", options, origin)),
            "attestationObject": text(&object),
            "transports": ["internal"],
        });
        let answer = key.answer(response);
        (key, answer)
    }

    /// Signs a site's `PublicKeyCredentialRequestOptions`.
    pub(crate) fn sign(&mut self, options: &Value, origin: &str) -> Value {
        self.counter += 1;
        let data = self.head(options["rpId"].as_str().unwrap(), 0);
        let client = client_data("webauthn.get", options, origin);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, &client).as_ref());
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(json!({
            "clientDataJSON": text(&client),
            "authenticatorData": text(&data),
            "signature": text(signature.as_ref()),
            "userHandle": self.user,
        }))
    }

    /// A copy of the device, as somebody might make one: it counts from where this one does.
    pub(crate) fn counts_from(&mut self, counter: u32) {
        self.counter = counter;
    }

    /// Says that the key is somebody else's.
    pub(crate) fn claims_to_be_of(&mut self, user: String) {
        self.user = user;
    }

    fn head(&self, site: &str, more: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, site.as_bytes()).as_ref().to_vec();
        data.push(self.flags | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn answer(&self, response: Value) -> Value {
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": response, "clientExtensionResults": {},
        })
    }
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let data = json!({ "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false });
    data.to_string().into_bytes()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
