package dev.lazuli.jobs;

/// A job in the hands of a runner.
sealed interface Active permits ActiveJob, ActiveController {
  /// Its number in the database.
  long id();

  /// Its name.
  String name();

  /// Takes it out of the queue; false when another runner was faster, or it was cancelled.
  boolean claim();

  /// Does it, from its claim to its end.
  void runAnew() throws InterruptedException;

  /// Goes on where an earlier runner of this home stood when it stopped.
  void takeOver() throws InterruptedException;

  /// Tells it to stop, whatever it is doing; returns at once.
  void stop();

  /// Something that it may wait for has happened.
  void news();

  /// Ends it after a mistake of ours.
  void giveUp(RuntimeException mistake);
}
