package dev.lazuli;

import dev.lazuli.base.Config;
import dev.lazuli.base.Ids;
import dev.lazuli.store.CheckedBlobStore;
import dev.lazuli.store.Database;
import dev.lazuli.store.SecretBox;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `lazuli fsck`: compares everything that a home folder keeps with what was stored.
@CommandLine.Command(
    name = "fsck",
    description = "Check the database, the key and every stored file of a home folder.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Stop the server first. Ends with 1 when something is damaged or missing.",
      "",
      "Example:",
      "  lazuli fsck --home ~/.lazuli"
    })
final class FsckCommand implements Callable<Integer> {
  @Option(names = "--home", description = "Folder that holds everything (default: ~/.lazuli).")
  private @Nullable Path home;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec command;

  @Override
  public Integer call() {
    Main.quietLibraries();
    Map<String, String> flags = new HashMap<>();
    if (home != null) {
      flags.put("home", home.toString());
    }
    Config config = Config.load(flags, System.getenv());
    SecureRandom random = new SecureRandom();
    try (HomeFolder _ = HomeFolder.lock(config.home());
        Database database = Database.open(config, Clock.systemUTC())) {
      SecretBox.open(config.home(), random).checkFits(database);
      AtomicLong faults = new AtomicLong();
      for (String fault : database.faults()) {
        say("database: " + fault);
        faults.incrementAndGet();
      }
      Path folder = config.home().resolve("blobs");
      long blobs =
          new CheckedBlobStore(folder, new Ids(random), database)
              .check(fault -> {
                say(fault);
                faults.incrementAndGet();
              });
      say(
          "%d stored files, the database and the key were checked: %s"
              .formatted(blobs, faults.get() == 0 ? "all well" : faults.get() + " faults"));
      return faults.get() == 0 ? 0 : 1;
    }
  }

  private void say(String line) {
    if (command != null) {
      PrintWriter out = command.commandLine().getOut();
      out.println(line);
      out.flush();
    }
  }
}
