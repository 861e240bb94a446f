//! The parent's half: a few warm children, and an end by force.

use crate::{
    child::Child,
    frame::{MAX_REQUEST, Reply, Request},
    roots,
};
use async_trait::async_trait;
use sallyport_query::{EvaluationError, Evaluator};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    io,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// How the cage runs.
#[derive(Debug, Clone)]
pub struct CageConfig {
    /// The program whose process becomes a child: it must call [`cage::main`](crate::cage::main).
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// How many children run at once.
    pub children: usize,
    /// How long one run may take before its child is killed.
    pub deadline: Duration,
    /// How long a run may wait for a child.
    pub patience: Duration,
    /// The most bytes that a value may take as JSON.
    pub max_output: usize,
    /// After how many runs a child is replaced.
    pub runs_per_child: u32,
}

impl CageConfig {
    /// The usual limits, for a program and its arguments.
    pub fn new(program: impl Into<PathBuf>, args: impl IntoIterator<Item = OsString>) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().collect(),
            children: 2,
            deadline: Duration::from_millis(500),
            patience: Duration::from_secs(5),
            max_output: 1024 * 1024,
            runs_per_child: 10_000,
        }
    }
}

/// Evaluates expressions in other processes.
pub struct Cage {
    config: CageConfig,
    free: Semaphore,
    idle: Mutex<Vec<Child>>,
}

impl Cage {
    /// Starts the children. Must be called within a tokio runtime.
    pub fn start(config: CageConfig) -> io::Result<Self> {
        let children = config.children.max(1);
        let idle = (0..children)
            .map(|_| Child::start(&config))
            .collect::<io::Result<_>>()?;
        Ok(Self {
            free: Semaphore::new(children),
            idle: Mutex::new(idle),
            config,
        })
    }

    fn take(&self) -> io::Result<Child> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| Child::start(&self.config), Ok)
    }

    /// Keeps the child for the next run, or puts a new one in its place if it is worn.
    fn put_back(&self, child: Child) {
        if child.runs() < self.config.runs_per_child {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(child);
        } else {
            drop(child);
            self.replace();
        }
    }

    /// Starts a child ahead of need; if that fails, the next run tries again and says so.
    fn replace(&self) {
        match Child::start(&self.config) {
            Ok(child) => self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(child),
            Err(error) => tracing::warn!(%error, "a cage could not be started"),
        }
    }

    async fn run(&self, request: &Request) -> Result<Value, EvaluationError> {
        let turn = timeout(self.config.patience, self.free.acquire()).await;
        let _turn = turn
            .ok()
            .and_then(Result::ok)
            .ok_or(EvaluationError::Unavailable)?;
        let mut child = self.take().map_err(|error| {
            tracing::error!(%error, "a cage could not be started");
            EvaluationError::Unavailable
        })?;
        // When the caller goes away in the middle, the child is dropped with it, and so killed.
        let (value, broken) = match timeout(self.config.deadline, child.run(request)).await {
            Ok(Ok(Reply::Value(value))) => (Ok(value), false),
            Ok(Ok(Reply::Threw)) => (Err(EvaluationError::Threw), false),
            Ok(Ok(Reply::OutOfMemory)) => (Err(EvaluationError::OutOfMemory), true),
            Ok(Err(error)) => {
                // The kind alone: the text could quote a value.
                tracing::warn!(kind = ?error.kind(), "a cage broke");
                (Err(EvaluationError::Unavailable), true)
            }
            Err(_) => (Err(EvaluationError::TimedOut), true),
        };
        if broken {
            child.kill().await;
            self.replace();
        } else {
            self.put_back(child);
        }
        value
    }
}

#[async_trait]
impl Evaluator for Cage {
    async fn evaluate(
        &self,
        source: &str,
        leaves: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        let roots: Map<String, Value> = roots::of(leaves).ok_or(EvaluationError::Threw)?;
        let max_output = self.config.max_output;
        let request = Request {
            source: source.to_owned(),
            roots,
            max_output,
        };
        let size = serde_json::to_vec(&request).map_or(usize::MAX, |bytes| bytes.len());
        if size > MAX_REQUEST {
            return Err(EvaluationError::OutOfMemory);
        }
        self.run(&request).await
    }
}
