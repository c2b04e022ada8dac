// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.language;

import org.jspecify.annotations.Nullable;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The texts of all modules, read once into one table a language. Every module brings
 * {@code messages/<module>.properties} and its Chinese twin; they are found, not listed, so that two
 * modules built at the same time do not meet in one file. The door words each reason of each field, so a
 * text is one look-up and not one in each module's file.
 */
final class AllMessages extends AbstractMessageSource {

    private static final String CHINESE_FILE = "_zh_CN.properties";

    private final Map<String, MessageFormat> chinese = new HashMap<>();
    private final Map<String, MessageFormat> english = new HashMap<>();

    AllMessages() throws IOException {
        for (Resource file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:messages/*.properties")) {
            if (Objects.requireNonNull(file.getFilename()).endsWith(CHINESE_FILE)) {
                read(file, Locale.SIMPLIFIED_CHINESE, chinese);
            } else {
                read(file, Locale.ENGLISH, english);
            }
        }
        setAlwaysUseMessageFormat(true);
    }

    private static void read(Resource file, Locale language, Map<String, MessageFormat> texts) throws IOException {
        Properties read = new Properties();
        try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            read.load(reader);
        }
        read.forEach((key, text) -> texts.put((String) key, new MessageFormat((String) text, language)));
    }

    @Override
    protected @Nullable MessageFormat resolveCode(String code, Locale language) {
        return Locale.CHINESE.getLanguage().equals(language.getLanguage()) ? chinese.get(code) : english.get(code);
    }
}
