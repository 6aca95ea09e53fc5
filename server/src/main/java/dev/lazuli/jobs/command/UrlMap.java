package dev.lazuli.jobs.command;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Web and storage addresses whose content lies in folders of this machine.
///
/// @param folders by the start of the addresses, such as `https://example.com/data/`
public record UrlMap(Map<String, Path> folders) {
  public UrlMap {
    folders = Map.copyOf(folders);
  }

  /// The file or folder of an address; empty when none of the starts fits.
  public Optional<Path> find(String address) {
    return folders.keySet().stream()
        .filter(address::startsWith)
        .max(Comparator.comparingInt(String::length))
        .map(start -> {
          String rest = address.substring(start.length()).replaceFirst("^/+", "");
          Path folder = folders.getOrDefault(start, Path.of(""));
          Path found = folder.resolve(rest).normalize();
          return found.startsWith(folder.normalize()) ? found : folder;
        });
  }
}
