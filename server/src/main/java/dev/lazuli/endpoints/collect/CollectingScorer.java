package dev.lazuli.endpoints.collect;

import dev.lazuli.base.Json;
import dev.lazuli.endpoints.scoring.ModelCard;
import dev.lazuli.endpoints.scoring.ScoreAnswer;
import dev.lazuli.endpoints.scoring.ScoreRequest;
import dev.lazuli.endpoints.scoring.Scorer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A scorer whose requests and answers are kept: the bodies in the collections `request` and
/// `response`, as Azure's payload logging does.
public final class CollectingScorer implements Scorer {
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";

  private final Scorer inner;
  private final DataCollector collector;
  private final AtomicLong seen = new AtomicLong();

  /// @param collector closed with this
  public CollectingScorer(Scorer inner, DataCollector collector) {
    this.inner = inner;
    this.collector = collector;
  }

  @Override
  public ScoreAnswer score(ScoreRequest request) {
    ScoreAnswer answer = inner.score(request);
    long number = seen.incrementAndGet();
    if (isDrawn(REQUEST, number)) {
      ObjectNode event = collector.event(REQUEST, request.id());
      event.put("path", request.target()).put("method", request.method());
      event.set("data", content(request.body()));
      collector.add(REQUEST, event);
    }
    if (isDrawn(RESPONSE, number)) {
      ObjectNode event = collector.event(RESPONSE, request.id());
      event.put("statuscode", answer.status());
      event.set("data", content(answer.body()));
      collector.add(RESPONSE, event);
    }
    return answer;
  }

  /// Whether the request of that number belongs to the share of a collection: the same numbers for
  /// both, so that requests and answers are found together.
  private boolean isDrawn(String collection, long number) {
    double share = collector.share(collection);
    return Math.floor(number * share) > Math.floor((number - 1) * share);
  }

  private static JsonNode content(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException e) {
      return Json.tree(new String(body, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void prove() {
    inner.prove();
  }

  @Override
  public Optional<ModelCard> card() {
    return inner.card();
  }

  @Override
  public ObjectNode description() {
    return inner.description();
  }

  @Override
  public String summary() {
    return inner.summary();
  }

  @Override
  public void close() {
    inner.close();
    collector.close();
  }
}
