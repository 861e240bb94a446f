use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_model::mail::{Channel, MailState, Told};
use sallyport_model::sms::{SmsGateway, SmsMethod};
use sallyport_model::source::{HeaderSetting, SealedCredential};
use sallyport_store::Store;
use std::sync::Arc;

pub async fn a_letter_reads_as_it_was_queued(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut letter = fixtures::mail("Grüße", 5);
    let mut tx = case.begin().await;
    tx.add_mail(&letter).await.unwrap();
    assert_refused!(tx.add_mail(&letter).await, Taken("mail"));
    assert_eq!(tx.mail(letter.id).await.unwrap().as_ref(), Some(&letter));

    letter.body = None;
    letter.state = MailState::Failed;
    letter.attempts = 7;
    letter.next_at = None;
    letter.last_error = Some("550 no such mailbox".to_owned());
    tx.put_mail(&letter).await.unwrap();
    assert_refused!(
        tx.put_mail(&fixtures::mail("gone", 0)).await,
        Missing("mail")
    );
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.mail(letter.id).await.unwrap(), Some(letter));
    assert_eq!(read.mail(fixtures::mail("gone", 0).id).await.unwrap(), None);
}

pub async fn letters_come_newest_first_in_slices_by_state(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut letters: Vec<_> = [1, 2, 2, 3]
        .map(|second| fixtures::mail("a", second))
        .into();
    letters[0].state = MailState::Sent;
    let mut tx = case.begin().await;
    for letter in &letters {
        tx.add_mail(letter).await.unwrap();
    }
    case.commit(tx).await;
    letters.sort_by_key(|letter| (letter.created_at, letter.id.to_string()));
    letters.reverse();

    let mut read = case.read().await;
    let first = read.mails(None, None, 2).await.unwrap();
    let second = read.mails(None, Some(first[1].id), 5).await.unwrap();

    assert_eq!([first, second].concat(), letters);
    let sent = read.mails(Some(MailState::Sent), None, 5).await.unwrap();
    assert_eq!(sent, letters[3..]);
    let failed = read.mails(Some(MailState::Failed), None, 5).await.unwrap();
    assert_eq!(failed, []);
    let gone = fixtures::mail("gone", 0).id;
    assert_refused!(read.mails(None, Some(gone), 5).await, Missing("mail"));
}

pub async fn the_letter_that_is_due_first_is_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (early, late) = (fixtures::mail("early", 10), fixtures::mail("late", 20));
    let mut sent = fixtures::mail("sent", 1);
    sent.state = MailState::Sent;
    let mut tx = case.begin().await;
    assert_eq!(tx.next_mail_at(Channel::Email).await.unwrap(), None);
    for letter in [&late, &early, &sent] {
        tx.add_mail(letter).await.unwrap();
    }

    assert_eq!(
        tx.next_mail_at(Channel::Email).await.unwrap(),
        Some(fixtures::at(10))
    );
    let (now, again) = (fixtures::at(15), fixtures::at(300));
    assert_eq!(
        tx.claim_mail(Channel::Email, fixtures::at(9), again)
            .await
            .unwrap(),
        None
    );
    let taken = tx
        .claim_mail(Channel::Email, now, again)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        tx.claim_mail(Channel::Email, now, again).await.unwrap(),
        None
    );

    assert_eq!((taken.id, taken.attempts), (early.id, 1));
    assert_eq!(taken.next_at, Some(again));
    assert_eq!(
        tx.next_mail_at(Channel::Email).await.unwrap(),
        Some(fixtures::at(20))
    );
}

pub async fn of_fifty_that_take_a_letter_one_gets_it(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);
    let mut tx = case.begin().await;
    tx.add_mail(&fixtures::mail("one", 0)).await.unwrap();
    case.commit(tx).await;

    let tries: Vec<_> = (0..50)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let mut tx = case.begin().await;
                let taken = tx
                    .claim_mail(Channel::Email, fixtures::at(1), fixtures::at(300))
                    .await
                    .unwrap();
                case.commit(tx).await;
                taken.is_some()
            })
        })
        .collect();
    let mut got = 0;
    for attempt in tries {
        got += usize::from(attempt.await.unwrap());
    }

    assert_eq!(got, 1);
}

pub async fn letters_that_no_longer_wait_are_forgotten_by_age(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let waiting = fixtures::mail("waiting", 1);
    let (mut old, mut new) = (fixtures::mail("old", 1), fixtures::mail("new", 20));
    old.state = MailState::Sent;
    new.state = MailState::Failed;
    let mut tx = case.begin().await;
    for letter in [&waiting, &old, &new] {
        tx.add_mail(letter).await.unwrap();
    }

    tx.remove_mail_before(fixtures::at(10)).await.unwrap();

    assert_eq!(tx.mail(old.id).await.unwrap(), None);
    assert!(tx.mail(waiting.id).await.unwrap().is_some());
    assert!(tx.mail(new.id).await.unwrap().is_some());
}

pub async fn what_was_told_is_told_again_only_after_its_time(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let neighbour = case.neighbour().await;
    let (about, other) = (fixtures::hash(), fixtures::hash());
    let (before, at) = (fixtures::at(0), fixtures::at(100));
    let mut tx = case.begin().await;
    let what = Told::WrongPasswords;
    assert!(tx.note_told(what, &about, before, at).await.unwrap());
    assert!(!tx.note_told(what, &about, before, at).await.unwrap());
    for (what, about) in [(what, &other), (Told::KnownPassword, &about)] {
        assert!(tx.note_told(what, about, before, at).await.unwrap());
    }
    case.commit(tx).await;

    let mut read = case.read().await;
    assert!(read.was_told(what, &about, fixtures::at(99)).await.unwrap());
    assert!(!read.was_told(what, &about, at).await.unwrap());
    assert!(!read.was_told(Told::KeyEnds, &about, before).await.unwrap());
    let mut read = neighbour.read().await;
    assert!(!read.was_told(what, &about, before).await.unwrap());
    drop(read);
    // Once its time is over, it is as if it had never been told, and so is all else of the kind.
    let mut tx = case.begin().await;
    let later = fixtures::at(200);
    assert!(tx.note_told(what, &about, at, later).await.unwrap());
    assert!(!tx.was_told(what, &other, before).await.unwrap());
    assert!(
        tx.was_told(Told::KnownPassword, &about, before)
            .await
            .unwrap()
    );
}

pub async fn of_fifty_that_tell_the_same_one_does(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);
    let about = fixtures::hash();

    let tries: Vec<_> = (0..50)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move {
                let mut tx = case.begin().await;
                let (since, at) = (fixtures::at(0), fixtures::at(1));
                let told = tx.note_told(Told::KeyEnds, &about, since, at).await;
                case.commit(tx).await;
                told.unwrap()
            })
        })
        .collect();
    let mut told = 0;
    for attempt in tries {
        told += usize::from(attempt.await.unwrap());
    }

    assert_eq!(told, 1);
}

pub async fn a_letter_waits_for_its_own_channel(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut message = fixtures::mail("message", 5);
    message.channel = Channel::Sms;
    message.to = "+49 ••• 1234".to_owned();
    let letter = fixtures::mail("letter", 10);
    let mut tx = case.begin().await;
    tx.add_mail(&message).await.unwrap();
    assert_eq!(tx.next_mail_at(Channel::Email).await.unwrap(), None);
    tx.add_mail(&letter).await.unwrap();

    let (now, again) = (fixtures::at(20), fixtures::at(300));
    let by_mail = tx.claim_mail(Channel::Email, now, again).await.unwrap();
    let by_sms = tx.claim_mail(Channel::Sms, now, again).await.unwrap();

    assert_eq!(by_mail.map(|mail| mail.id), Some(letter.id));
    assert_eq!(by_sms.map(|mail| mail.id), Some(message.id));
    let kept = tx.mail(message.id).await.unwrap().unwrap();
    assert_eq!((kept.channel, kept.to), (Channel::Sms, message.to));
    assert_eq!(tx.claim_mail(Channel::Sms, now, again).await.unwrap(), None);
    assert_eq!(tx.next_mail_at(Channel::Sms).await.unwrap(), Some(again));
}

pub async fn there_is_one_gateway_and_it_reads_as_it_was_set(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut gateway = SmsGateway {
        url: "https://sms.example.com/send".to_owned(),
        method: SmsMethod::Post,
        headers: vec![HeaderSetting {
            name: "X-Sender".to_owned(),
            value: "Sallyport".to_owned(),
        }],
        body: "{\"to\": \"{{to}}\", \"text\": \"“{{text}}”\"}".to_owned(),
        secret: Some(SealedCredential(vec![1, 0, 255])),
    };
    assert_eq!(case.read().await.sms_gateway().await.unwrap(), None);
    let mut tx = case.begin().await;
    tx.put_sms_gateway(None).await.unwrap();
    tx.put_sms_gateway(Some(&gateway)).await.unwrap();
    assert_eq!(tx.sms_gateway().await.unwrap().as_ref(), Some(&gateway));
    gateway.method = SmsMethod::Get;
    gateway.secret = None;
    gateway.headers.clear();
    tx.put_sms_gateway(Some(&gateway)).await.unwrap();
    case.commit(tx).await;

    let kept = case.read().await.sms_gateway().await.unwrap();
    assert_eq!(kept, Some(gateway));
    let mut tx = case.begin().await;
    tx.put_sms_gateway(None).await.unwrap();
    case.commit(tx).await;
    assert_eq!(case.read().await.sms_gateway().await.unwrap(), None);
}
