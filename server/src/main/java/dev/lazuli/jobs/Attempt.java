package dev.lazuli.jobs;

/// One try at running a job, and who has the right to it.
///
/// @param number the fencing token: grows with each try; what an older one writes is refused
/// @param runner id of the runner that holds it
public record Attempt(int number, String runner) {}
