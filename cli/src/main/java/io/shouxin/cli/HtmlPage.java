// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page that needs nothing else: its pictures are drawn in it and its policy lets nothing in. */
public final class HtmlPage {

    private final StringBuilder page = new StringBuilder();

    /** @param title also the first heading */
    public HtmlPage(Words words, String title) {
        page.append("<!doctype html>\n<html lang=\"").append(words.chinese() ? "zh-CN" : "en").append("\">\n<head>\n")
                .append("<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escaped(title)).append("</title>\n<style>\n").append(css())
                .append("</style>\n</head>\n<body>\n<main>\n");
        element("h1", "", title);
    }

    private static String css() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An element with nothing but text. */
    public void element(String name, String styles, String text) {
        page.append('<').append(name).append(styles.isEmpty() ? "" : " class=\"" + styles + "\"").append('>')
                .append(escaped(text)).append("</").append(name).append(">\n");
    }

    /** Begins a section, which the caller ends. */
    public void section(String title, String note) {
        page.append("<section>\n<h2>").append(escaped(title));
        if (!note.isEmpty()) {
            page.append("<small>").append(escaped(note)).append("</small>");
        }
        page.append("</h2>\n");
    }

    /** Begins a picture, which the caller ends. */
    public void svg(int width, int height, String label) {
        page.append("<svg width=\"").append(width).append("\" height=\"").append(height).append("\" viewBox=\"0 0 ")
                .append(width).append(' ').append(height).append("\" role=\"img\" aria-label=\"").append(escaped(label))
                .append("\">\n");
    }

    public void svgText(int x, int y, String styles, String text) {
        page.append("<text").append(styles.isEmpty() ? "" : " class=\"" + styles + "\"").append(" x=\"").append(x)
                .append("\" y=\"").append(y).append("\">").append(escaped(text)).append("</text>\n");
    }

    /** Markup of the program's own; what comes from outside goes through the other methods. */
    public void raw(String markup) {
        page.append(markup);
    }

    /** The whole page. */
    public String end() {
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    public static String escaped(String text) {
        return Console.harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }
}
