/** Tests of the calls on names and directories as C makes them. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("directories are made, entered, read newest name first, and removed", () => {
  const run = runMain(function* (c) {
    const made = [
      c.mkdir("d", 0o755),
      c.chdir("d"),
      c.mkfifo("pipe", 0o600),
      c.symlink("../d", "up"),
      c.mkdir("e", 0o700),
    ];
    const path = c.alloca(64);
    yield* c.printf("%s %s\n", c.getcwd(path, 64), made.join(" "));
    const directory = c.opendir(".");
    for (let round = 0; round < 2; round++) {
      for (let entry = c.readdir(directory); entry !== c.NULL; entry = c.readdir(directory)) {
        yield* c.printf("%s/%d ", entry + c.DIRENT_NAME, c.loadUnsigned(entry + c.DIRENT_TYPE) & 0xff);
      }
      c.rewinddir(directory);
    }
    yield* c.printf(
      "%d %d %d %d\n",
      c.closedir(directory),
      c.rmdir("e"),
      c.rmdir("/disk/d"),
      +(c.errno === c.ENOTEMPTY),
    );
    yield* c.printf("%d %d\n", c.opendir("none"), +(c.errno === c.ENOENT));
  });
  const listing = "./4 ../4 e/4 up/10 pipe/1 ";
  assertEquals(run.lines, ["/disk/d 0 0 0 0 0", `${listing}${listing}0 0 -1 1`, "0 1"]);
});

Deno.test("a thousand names are read in parts", () => {
  const run = runMain(function* (c) {
    c.mkdir("/tmp/many", 0o755);
    for (let index = 0; index < 1000; index++) c.mknod(`/tmp/many/n${index}`, 0o644, 0);
    const directory = c.opendir("/tmp/many");
    let count = 0;
    while (c.readdir(directory) !== c.NULL) count++;
    yield* c.printf("%d %d\n", count, c.closedir(directory));
  });
  assertEquals(run.lines, ["1002 0"]);
});

Deno.test("files are renamed, linked, looked at and changed", () => {
  const run = runMain(function* (c) {
    c.close(c.open("a", c.O_RDWR | c.O_CREAT, 0o640));
    const status = c.alloca(c.STAT_BYTES);
    const text = c.alloca(16);
    const results = [
      c.link("a", "b"),
      c.symlink("b", "l"),
      c.rename("a", "c"),
      c.truncate("c", 100),
      c.chmod("c", 0o4711),
    ];
    results.push(c.chown("c", 5, 6), c.lchown("l", 7, 7), c.access("c", c.X_OK), c.access("a", c.F_OK));
    c.stat("l", status);
    yield* c.printf(
      "%o %d %d ",
      c.loadUnsigned(status + c.ST_MODE),
      c.loadInt(status + c.ST_NLINK),
      c.loadInt(status + c.ST_SIZE),
    );
    c.lstat("l", status);
    yield* c.printf(
      "%o %d %d\n",
      c.loadUnsigned(status + c.ST_MODE),
      c.loadInt(status + c.ST_UID),
      c.readlink("l", text, 16),
    );
    const fd = c.open("c", c.O_RDWR);
    results.push(
      c.fchmod(fd, 0o600),
      c.fchown(fd, 1, 1),
      c.fstat(fd, status),
      c.statfs("/tmp", c.alloca(120)),
      c.fchdir(fd),
    );
    results.push(
      c.umask(0o22),
      c.umask(0),
      c.renameat2(c.AT_FDCWD, "b", c.AT_FDCWD, "c", c.RENAME_NOREPLACE),
    );
    yield* c.printf("%s\n", results.join(" "));
  });
  assertEquals(run.lines, ["100711 2 100 120777 7 1", "0 0 0 0 0 0 0 0 -1 0 0 0 0 -1 0 18 -1"]);
});
