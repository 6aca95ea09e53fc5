package dev.lazuli.evaluation;

import java.util.List;

/// A set of questions with what is expected of the answers.
///
/// @param key its number in the database
/// @param tagsJson an object of strings
/// @param records how many questions it has
public record EvaluationSet(
    long key,
    String id,
    String name,
    String tagsJson,
    String userId,
    long createdMs,
    long updatedMs,
    long records,
    List<String> experimentIds) {}
