package dev.lazuli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Reads the source itself: what no compiler check can hold.
class TidyTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 60;

  /// The boundaries that may catch everything: one request, one job, one timer tick, one closing.
  private static final Set<String> MAY_CATCH_ALL =
      Set.of("HttpServer.java", "Parts.java", "JobRunner.java", "RunJobCommand.java");

  private static final Set<String> ALL = Set.of("Exception", "Throwable");
  private static final Pattern LEFT_OVER =
      Pattern.compile("\\b(TODO|FIXME|XXX)\\b|Thread\\.sleep\\(|org\\.mockito|@Disabled");

  private static final Pattern QUALIFIED =
      Pattern.compile("(java|javax|dev)(\\.[a-z]\\w*)+\\.[A-Z]\\w*");

  private static final Path ROOT = root();

  @Test
  void theSourceIsTidy() throws IOException {
    List<Path> files = sources();
    List<String> findings = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(unit, trees.getSourcePositions(), findings).scan(unit, null);
      }
    }
    for (Path file : files) {
      readLines(file, findings);
    }

    assertThat(findings).isEmpty();
  }

  @Test
  void everyPackageHasItsSentence() throws IOException {
    List<String> without = new ArrayList<>();
    for (Path file : sources()) {
      Path folder = file.getParent();
      if (folder != null
          && ROOT.relativize(file).toString().contains("/src/main/java/")
          && !Files.exists(folder.resolve("package-info.java"))) {
        without.add(folder.toString());
      }
    }

    assertThat(without).isEmpty();
  }

  private static void readLines(Path file, List<String> findings) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String name = ROOT.relativize(file).toString();
    if (lines.size() > FILE_LINES_MAX) {
      findings.add("%s has %d lines".formatted(name, lines.size()));
    }
    boolean readsItself = name.endsWith("TidyTest.java");
    for (int i = 0; i < lines.size(); i++) {
      if (!readsItself && LEFT_OVER.matcher(lines.get(i)).find()) {
        findings.add("%s:%d %s".formatted(name, i + 1, lines.get(i).strip()));
      }
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("ml", "server", "bench")) {
      Path folder = ROOT.resolve(module);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> found = Files.walk(folder)) {
          found
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !ROOT.relativize(file).toString().contains("/target/"))
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("STYLE.md"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("run inside the repository");
    }
    return folder;
  }

  private static final class Reader extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private final String name;
    private final List<String> findings;

    Reader(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
      this.unit = unit;
      this.positions = positions;
      this.lines = unit.getLineMap();
      this.name = ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
      this.findings = findings;
    }

    @Override
    public Void visitImport(ImportTree used, Void unused) {
      return null;
    }

    @Override
    public Void visitPackage(PackageTree own, Void unused) {
      return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree select, Void unused) {
      String text = select.toString();
      if (QUALIFIED.matcher(text).matches()) {
        findings.add("%s:%d imports no %s".formatted(name, firstLine(select), text));
      }
      return super.visitMemberSelect(select, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long length = lastLine(method) - firstLine(method) + 1;
      if (length > METHOD_LINES_MAX) {
        add(method, "method '%s' has %d lines".formatted(method.getName(), length));
      }
      return super.visitMethod(method, null);
    }

    @Override
    public Void visitCatch(CatchTree caught, Void unused) {
      BlockTree block = caught.getBlock();
      boolean empty = block.getStatements().isEmpty();
      if (empty && lastLine(block) == firstLine(block)) {
        add(caught, "empty catch");
      }
      String file = name.substring(name.lastIndexOf('/') + 1);
      boolean test = name.contains("/test/");
      if (!test
          && ALL.contains(caught.getParameter().getType().toString())
          && !MAY_CATCH_ALL.contains(file)) {
        add(caught, "only a boundary may catch everything");
      }
      return super.visitCatch(caught, null);
    }

    @Override
    public Void visitIf(IfTree branch, Void unused) {
      StatementTree then = branch.getThenStatement();
      if (!(then instanceof BlockTree) && lastLine(then) > firstLine(branch) + 1) {
        add(branch, "an 'if' without braces over more than two lines");
      }
      return super.visitIf(branch, null);
    }

    private long firstLine(Tree tree) {
      return lines.getLineNumber(positions.getStartPosition(unit, tree));
    }

    private long lastLine(Tree tree) {
      return lines.getLineNumber(positions.getEndPosition(unit, tree));
    }

    private void add(Tree tree, String finding) {
      findings.add("%s:%d %s".formatted(name, firstLine(tree), finding));
    }
  }
}
