// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file by which somebody who tries the sample gets in: one person of each role with the password,
 * one account of each application with its key. Only its owner can read it, from its first moment on.
 */
@Component
class SampleSignIns {

    /** The name of the file in the server's home. */
    static final String FILE = "sample-sign-ins.json";

    /**
     * A person who can sign in.
     *
     * @param name what is typed at the sign-in: the staff number
     * @param number the staff number
     * @param person what the person is called, in Chinese
     * @param personEn the same in pinyin
     * @param totp the secret of the authenticator app, of people who approve; the code is worked out from it
     */
    record Person(String role, String name, String number, String person, String personEn, String password,
            @Nullable String totp) {

        @Override
        public String toString() {
            return "Person[" + number + "]";
        }
    }

    /** An application's account and its key. */
    record Application(String id, String role, String name, String key) {

        @Override
        public String toString() {
            return "Application[" + id + "]";
        }
    }

    /** The whole file; seed and customers let a load find the sample's phone numbers. */
    record Contents(String address, long seed, int customers, List<Person> signIns, List<Application> services) {}

    private final Path file;
    private final Environment environment;
    private final JsonMapper json;

    SampleSignIns(@Value("${shouxin.home}") Path home, Environment environment) {
        this.file = home.resolve(FILE);
        this.environment = environment;
        this.json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
                .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL)).build();
    }

    Path file() {
        return file;
    }

    Optional<Contents> read() {
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    static Contents read(Path file) {
        try {
            return JsonMapper.shared().readValue(Files.readString(file), Contents.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where this server listens; loopback, because the sample's passwords lie in a file. */
    String address() {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return "http://127.0.0.1:" + port;
    }

    /** Replaces the file as a whole: whoever waits for it never reads half of it. */
    void write(Contents contents) {
        byte[] bytes = json.writeValueAsBytes(contents);
        Path partial = file.resolveSibling(FILE + ".partial");
        try {
            Files.deleteIfExists(partial);
            try (FileChannel channel = FileChannel.open(partial,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
