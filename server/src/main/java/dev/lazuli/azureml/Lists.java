package dev.lazuli.azureml;

import dev.lazuli.assets.Listing;
import dev.lazuli.base.Problem;
import dev.lazuli.http.Request;
import dev.lazuli.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What requests for lists of ARM resources have in common: view, `$top`, `$skip`, the next page.
final class Lists {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1_000;
  private static final Map<String, Listing.View> VIEWS =
      Map.of(
          "ActiveOnly", Listing.View.ACTIVE,
          "ArchivedOnly", Listing.View.ARCHIVED,
          "All", Listing.View.ALL);

  private Lists() {}

  /// The part of a list that a request wants; `$orderBy` may only ask for the order that lists
  /// have.
  static Listing listing(Request request) {
    Listing.View view =
        request
            .query("listViewType")
            .map(word -> Arm.word("listViewType", word, VIEWS))
            .orElse(Listing.View.ACTIVE);
    int top = request.query("$top").map(text -> number("$top", text)).orElse(PAGE);
    int skip = request.query("$skip").map(text -> number("$skip", text)).orElse(0);
    return new Listing(view, skip, Math.clamp(top, 1, PAGE_MAX));
  }

  /// A page with the address of the next one, unless this one is not full or its length was asked
  /// for.
  static Response page(Request request, Listing listing, List<ObjectNode> found) {
    boolean isLast = found.size() < listing.top() || request.query("$top").isPresent();
    return Response.ok(
        Arm.page(found, isLast ? Optional.empty() : Optional.of(next(request, listing))));
  }

  private static String next(Request request, Listing listing) {
    return "%s%s?api-version=%s&listViewType=%s&$skip=%d"
        .formatted(
            request.origin(),
            request.rawPath(),
            request.query("api-version").orElse("2024-10-01"),
            switch (listing.view()) {
              case ACTIVE -> "ActiveOnly";
              case ARCHIVED -> "ArchivedOnly";
              case ALL -> "All";
            },
            listing.skip() + listing.top());
  }

  static int number(String field, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new Problem.Invalid(field, text, "a number");
    }
    return Integer.parseInt(text);
  }
}
