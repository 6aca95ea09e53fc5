package dev.lazuli.base;

/// Who asks for something: told by the guard, kept with what they made, and written to the events.
public sealed interface Caller {
  /// The caller of the request that a thread answers.
  ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /// The caller of the request that this thread answers; the server itself when it answers none.
  static Caller current() {
    return CURRENT.orElse(Server.SELF);
  }

  /// What people see, such as `ada@example.com` or `jobs/brave_sun_1`.
  String name();

  /// Azure's word for the kind of caller: `User`, `Application` or `Key`.
  String type();

  /// A person who has signed in.
  ///
  /// @param id theirs for ever, while the name may change
  record Person(String id, String name) implements Caller {
    @Override
    public String type() {
      return "User";
    }
  }

  /// A program with an identity of its own.
  record ServicePrincipal(String id, String name) implements Caller {
    @Override
    public String type() {
      return "Application";
    }
  }

  /// The process of a job, by the token of its attempt.
  ///
  /// @param workspace number of the workspace that the job is in
  /// @param attempt which of its attempts
  record Job(long workspace, String job, int attempt) implements Caller {
    @Override
    public String name() {
      return "jobs/" + job;
    }

    @Override
    public String type() {
      return "Application";
    }
  }

  /// Whoever holds a key of an endpoint.
  record EndpointKey(String endpoint) implements Caller {
    @Override
    public String name() {
      return "onlineEndpoints/" + endpoint;
    }

    @Override
    public String type() {
      return "Key";
    }
  }

  /// Whoever holds a secret address, such as that of a log.
  record SecretLink(String subject) implements Caller {
    @Override
    public String name() {
      return subject;
    }

    @Override
    public String type() {
      return "Key";
    }
  }

  /// Whoever is on this machine, of a server that asks for no login.
  record Local() implements Caller {
    @Override
    public String name() {
      return "local";
    }

    @Override
    public String type() {
      return "User";
    }
  }

  /// The server by itself: what it makes at its start, or does when a time has come.
  record Server() implements Caller {
    private static final Caller SELF = new Server();

    @Override
    public String name() {
      return "lazuli";
    }

    @Override
    public String type() {
      return "Application";
    }
  }
}
