package dev.lazuli.endpoints.scoring;

import dev.lazuli.ml.model.Signature;
import dev.lazuli.ml.model.SignatureType;
import tools.jackson.databind.JsonNode;

/// What people and tools are told of a served model.
///
/// @param signature its columns
/// @param example rows of them, in the split form
/// @param answer type of one answer
/// @param meaning of the answers, in words
/// @param size of the model, in words
public record ModelCard(
    Signature signature, JsonNode example, SignatureType answer, String meaning, String size) {}
