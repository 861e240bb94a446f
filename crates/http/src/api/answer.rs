//! What operations answer.

use super::body::reference;
use axum::body::Body as AxumBody;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream::BoxStream;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{
    ContentBuilder, RefOr, Response as Described, ResponseBuilder, schema::Schema,
};

/// What an operation answers when all is well.
pub trait Answer: Send {
    /// Whether it may be written for so long that the right to it can end meanwhile.
    const STREAMS: bool = false;

    /// The answer on the wire.
    fn into_response(self) -> Response;
    /// Its status and description for the OpenAPI file.
    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described);
}

/// 200 with a JSON value.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// 201 with the thing that was made.
#[derive(Debug)]
pub struct Created<T>(pub T);

/// 204.
#[derive(Debug)]
pub struct Nothing;

/// 202: it was asked for, and what comes of it is not told here.
#[derive(Debug)]
pub struct Accepted;

/// Another answer with a cookie set.
#[derive(Debug)]
pub struct WithCookie<A> {
    /// The answer.
    pub answer: A,
    /// The `Set-Cookie` header.
    pub cookie: String,
}

/// Another answer, and a cookie if the caller's session has got another secret.
#[derive(Debug)]
pub struct Renewed<A> {
    /// The answer.
    pub answer: A,
    /// The `Set-Cookie` header.
    pub cookie: Option<String>,
}

/// 200 with JSON of type `T` that is written as it comes.
pub struct Streamed<T> {
    body: AxumBody,
    shape: std::marker::PhantomData<fn() -> T>,
}

impl<T> Streamed<T> {
    /// The chunks, which together are one JSON value of type `T`.
    pub fn new(chunks: BoxStream<'static, Result<Bytes, std::io::Error>>) -> Self {
        Self::of(AxumBody::from_stream(chunks))
    }

    /// The JSON value of type `T`, if all of it is there: then the answer tells its length.
    pub fn whole(json: Bytes) -> Self {
        Self::of(AxumBody::from(json))
    }

    fn of(body: AxumBody) -> Self {
        Self {
            body,
            shape: std::marker::PhantomData,
        }
    }
}

/// 200 with lines of JSON as a file.
pub struct Download {
    /// What the file is called.
    pub name: &'static str,
    /// The lines.
    pub chunks: BoxStream<'static, Result<Bytes, std::io::Error>>,
}

fn json<T: Serialize>(status: StatusCode, value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            let mut response = (status, bytes).into_response();
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
            response
        }
        Err(error) => crate::Problem::internal(&error).into_response(),
    }
}

fn described(words: &str, content: Option<(&str, RefOr<Schema>)>) -> Described {
    let builder = ResponseBuilder::new().description(words);
    match content {
        Some((kind, schema)) => builder
            .content(kind, ContentBuilder::new().schema(Some(schema)).build())
            .build(),
        None => builder.build(),
    }
}

impl<T: Serialize + ToSchema + Send> Answer for Json<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        (
            StatusCode::OK,
            described("Done.", Some(("application/json", reference::<T>(schemas)))),
        )
    }
}

impl<T: Serialize + ToSchema + Send> Answer for Created<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        (
            StatusCode::CREATED,
            described("Made.", Some(("application/json", reference::<T>(schemas)))),
        )
    }
}

impl Answer for Nothing {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }

    fn describe(_: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        (StatusCode::NO_CONTENT, described("Done.", None))
    }
}

impl Answer for Accepted {
    fn into_response(self) -> Response {
        StatusCode::ACCEPTED.into_response()
    }

    fn describe(_: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        (StatusCode::ACCEPTED, described("Asked for.", None))
    }
}

impl<A: Answer> Answer for WithCookie<A> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        match HeaderValue::from_str(&self.cookie) {
            Ok(cookie) => {
                response.headers_mut().append(header::SET_COOKIE, cookie);
                response
            }
            Err(error) => crate::Problem::internal(&error).into_response(),
        }
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        A::describe(schemas)
    }
}

impl<A: Answer> Answer for Renewed<A> {
    fn into_response(self) -> Response {
        let Self { answer, cookie } = self;
        match cookie {
            Some(cookie) => WithCookie { answer, cookie }.into_response(),
            None => answer.into_response(),
        }
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        A::describe(schemas)
    }
}

impl<T: ToSchema> Answer for Streamed<T> {
    const STREAMS: bool = true;

    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        response
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        (
            StatusCode::OK,
            described(
                "Written as it comes.",
                Some(("application/json", reference::<T>(schemas))),
            ),
        )
    }
}

impl Answer for Download {
    const STREAMS: bool = true;

    fn into_response(self) -> Response {
        let mut response = AxumBody::from_stream(self.chunks).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-ndjson"),
        );
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", self.name))
        {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        response
    }

    fn describe(schemas: &mut Vec<(String, RefOr<Schema>)>) -> (StatusCode, Described) {
        let schema = reference::<String>(schemas);
        schemas.retain(|(name, _)| name != "String");
        let _ = schema;
        (
            StatusCode::OK,
            described(
                "Lines of JSON.",
                Some((
                    "application/x-ndjson",
                    <String as utoipa::PartialSchema>::schema(),
                )),
            ),
        )
    }
}
