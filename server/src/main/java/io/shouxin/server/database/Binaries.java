// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PostgreSQL programs: an archive on the class path, unpacked once per version. */
final class Binaries {

    private static final Map<String, String> ARCHIVES = Map.of(
            "amd64", "postgres-linux-x86_64.txz", "aarch64", "postgres-linux-arm_64.txz");
    private static final Pattern VERSION_IN_JAR = Pattern.compile("linux-[a-z0-9]+-([0-9.]+)\\.jar");
    private static final int EXECUTABLE = 0b001_000_000;

    private Binaries() {
    }

    /** Returns the directory that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpackedUnder(Path parent) throws IOException {
        URL archive = archive();
        Path unpacked = parent.resolve("bin-" + version(archive));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        // If the process dies while unpacking, the partial folder is never taken for a whole one.
        Path partial = Files.createTempDirectory(parent, "bin-partial-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (InputStream stream = new BufferedInputStream(archive.openStream());
             TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(stream))) {
            unpack(tar, partial);
        }
        try {
            Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException lostTheRace) {
            if (!Files.isDirectory(unpacked)) {
                throw lostTheRace;
            }
            Trees.delete(partial);
        }
        return unpacked;
    }

    private static URL archive() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return Optional.ofNullable(ARCHIVES.get(System.getProperty("os.arch")))
                .filter(name -> platform.startsWith("Linux"))
                .map(name -> Binaries.class.getResource("/" + name))
                .orElseThrow(() -> new DatabaseRefused("database.platform", platform));
    }

    /** The artifact's version stands only in its jar's name; the size tells versions apart without it. */
    private static String version(URL archive) throws IOException {
        Matcher matcher = VERSION_IN_JAR.matcher(archive.toString());
        return matcher.find() ? matcher.group(1) : "size-" + archive.openConnection().getContentLengthLong();
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IllegalStateException("archive entry outside its folder");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(
                        (entry.getMode() & EXECUTABLE) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
            }
        }
    }
}
