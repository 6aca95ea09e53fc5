package dev.lazuli.base;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this program starts itself again as a child process.
public final class OwnProgram {
  private OwnProgram() {}

  /// The command line of a sub-command, which may run in any working directory.
  ///
  /// What the launcher said about fast starts holds for the child too.
  ///
  /// @param mainClass of the `lazuli` command
  /// @param options more options for the JVM
  public static List<String> command(
      String mainClass, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:PretenureSizeThreshold=4m"); // columns of tables: never copied while young
    command.add("-XX:+ExitOnOutOfMemoryError");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(OwnProgram::isAboutStarting)
        .forEach(command::add);
    command.addAll(options);
    List<String> classPath = classPath();
    if (classPath.size() == 1 && classPath.getFirst().equals(ownFile())) {
      command.addAll(List.of("-jar", classPath.getFirst()));
    } else {
      command.addAll(
          List.of(
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              String.join(File.pathSeparator, classPath),
              mainClass));
    }
    command.addAll(arguments);
    return command;
  }

  private static boolean isAboutStarting(String option) {
    return option.startsWith("-XX:AOTCache=")
        || option.startsWith("-Xlog:")
        || option.equals("-XX:+UseCompactObjectHeaders");
  }

  /// The class path of this process, which may name files relative to its working directory.
  private static List<String> classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return entries;
  }

  /// The jar or folder that holds this class.
  private static String ownFile() {
    try {
      URI location = OwnProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location).toAbsolutePath().toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class always comes from a file", e);
    }
  }
}
