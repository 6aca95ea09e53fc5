/// How resources are written: one description of each, from which its YAML is read with all faults
/// at their lines, its wire form is read and written, its printed form and its reference come.
///
/// A description is the resource's record, a line for each field, and the call of the record's
/// constructor:
///
/// ```java
/// record Probe(Duration period, int failures, Map<String, String> tags) {
///   static final Description<Probe> DESCRIPTION =
///       Description.of(
///           "probe",
///           "How often a deployment is asked whether it lives.",
///           fields -> {
///             var tags = fields.add(optional("tags", Codecs.texts(), Map.of(), Probe::tags));
///             fields.below("properties"); // on the wire; in YAML all stand at the top
///             var period =
///                 fields.add(
///                     required("period", Durations.seconds(), Probe::period)
///                         .meaning("Time between two questions."));
///             var failures =
///                 fields.add(
///                     standard("failure_threshold", Codecs.whole(1, 100), 30, Probe::failures)
///                         .meaning("Failures in a row after which it counts as dead."));
///             fields.refuse("success_threshold", "is not honoured: one answer is enough");
///             fields.answer("provisioning_state", "properties.provisioningState", Codecs.text(),
///                 "How far it is.");
///             return given -> new Probe(given.get(period), given.get(failures), given.get(tags));
///           });
/// }
/// ```
///
/// - `required` must be given; `optional` has a value that says nothing and is not written;
///   `standard` has a default that is written.
/// - Kinds told apart by a key (`type: command`) are [Variants]; values with a short form (`5` or
///   `{mode, value}`) are [Codecs#brief]; values that differ by form are [Codecs#perForm];
///   durations are [Durations]; paths and asset references are [Places].
/// - A rule about one value is [Codec#where]; about several, `given.require(...)` before the
///   constructor is called; a conversion that may throw a `Problem` is [Codec#as].
/// - Every field is there: one that says nothing is `passOver`, one that cannot be honoured is
///   `refuse`, one that only the server says is `answer`. Unknown keys are faults.
/// - Read a file with `Document.read(file).set("a.b=c").as(DESCRIPTION)`, a request with
///   `Wire.read(DESCRIPTION, body)`; write with `Wire.write(DESCRIPTION, record)`; print what the
///   server answered with `DESCRIPTION.printed(answer)`.
@NullMarked
package dev.lazuli.schema;

import org.jspecify.annotations.NullMarked;
