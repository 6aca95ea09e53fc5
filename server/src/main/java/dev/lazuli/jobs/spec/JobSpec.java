package dev.lazuli.jobs.spec;

/// What a job of one kind does, read once at the door; a record of the package of its kind.
public interface JobSpec {
  /// Azure's word for the kind, such as `AutoML`.
  String type();

  /// Where it runs, and with whose rights.
  JobPlacement placement();
}
