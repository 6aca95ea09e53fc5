package dev.lazuli.endpoints.scoring;

import dev.lazuli.base.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What answers the requests of a deployment, from many threads at once, until it is closed.
public interface Scorer extends AutoCloseable {
  /// The answer to a request.
  ///
  /// @throws dev.lazuli.base.Problem.Invalid when the body or a row of it does not fit the model
  /// @throws dev.lazuli.base.Problem.LimitReached when it takes longer than its deadline
  /// @throws dev.lazuli.base.Problem.Unavailable when nothing is there to answer
  ScoreAnswer score(ScoreRequest request);

  /// Shows once that it works, before it gets requests.
  ///
  /// @throws dev.lazuli.base.Problem when it does not
  void prove();

  /// The columns of its model; empty when nobody knows them.
  Optional<ModelCard> card();

  /// What a script says of itself: `files` of the user by version, schemas `input` and `output`,
  /// `versions` that they fit; an empty object when nobody says anything.
  default ObjectNode description() {
    return Json.object();
  }

  /// What it is, in a few words for the log.
  String summary();

  /// Ends it; called when no request is being answered any more.
  @Override
  void close();
}
