// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One person at one browser: signs in, walks, and complains about anything the browser complains about. */
final class Visit implements AutoCloseable {

    static final int WIDE = 1366;
    static final int PHONE = 390;

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static final String TELLS_VIOLATIONS = "addEventListener('securitypolicyviolation',"
            + " e => console.error('content policy: ' + e.violatedDirective + ' ' + e.blockedURI))";
    private static final int FAILED = 500;
    /** Chromium says this of the page itself where it is a refusal; the page is the answer. */
    private static final String REFUSED_PAGE = "Failed to load resource: the server responded with a status of ";
    /** What a page owes everybody, asked where it can be seen; each answer is a fault. */
    private static final String FAULTS = """
            () => {
              const faults = [];
              const root = document.documentElement;
              const wider = root.scrollWidth - root.clientWidth;
              if (wider > 0) faults.push('scrolls sideways by ' + wider);
              const heads = document.querySelectorAll('h1');
              if (heads.length !== 1) faults.push(heads.length + ' h1');
              if (/[0-9]{9}/.test(document.title)) faults.push('title with a number: ' + document.title);
              if (document.body.innerText.includes('??')) faults.push('a text without words');
              const named = (e) => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
                  || [...(e.labels || [])].some((label) => label.textContent.trim())
                  || (e.tagName === 'BUTTON' && e.textContent.trim());
              document.querySelectorAll('input:not([type=hidden]), select, textarea, button').forEach((e) => {
                if (!named(e)) faults.push('without a label: ' + e.outerHTML.slice(0, 120));
              });
              const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
              ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => faults.push('id twice: ' + id));
              document.querySelectorAll('[aria-describedby]').forEach((e) => {
                const id = e.getAttribute('aria-describedby');
                if (!document.getElementById(id)) faults.push('described by nothing: ' + id);
              });
              return faults;
            }""";
    private static final Map<String, String> SIGNED_IN = new ConcurrentHashMap<>();
    private static Browser browser;

    private final String language;
    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private ColorScheme scheme;
    private int width;
    Page page;

    private Visit(String language, ColorScheme scheme, int width) {
        this.language = language;
        this.scheme = scheme;
        this.width = width;
        enter(null);
    }

    private void enter(String state) {
        context = browser().newContext(new Browser.NewContextOptions()
                .setLocale(language).setColorScheme(scheme).setViewportSize(width, height(width))
                .setStorageState(state).setBaseURL(RunningServer.get().address()));
        context.addInitScript(TELLS_VIOLATIONS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean loud = message.type().equals("error") || message.type().equals("warning");
            if (loud && !isElsewhere(message.location())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() == FAILED && response.request().resourceType().equals("document")) {
                complaints.add("failed: " + response.url());
            }
        });
    }

    /** Whether it was said on a page of another house, such as a provider that people sign in through. */
    private static boolean isElsewhere(String where) {
        String here = ":" + java.net.URI.create(RunningServer.get().address()).getPort() + "/";
        return where.startsWith("http") && !where.contains(here);
    }

    private static int height(int width) {
        return width == PHONE ? 844 : 768;
    }

    static Visit in(String language, ColorScheme scheme, int width) {
        return new Visit(language, scheme, width);
    }

    static Visit chinese() {
        return in("zh-CN", ColorScheme.LIGHT, WIDE);
    }

    static Visit english() {
        return in("en-GB", ColorScheme.LIGHT, WIDE);
    }

    private static synchronized Browser browser() {
        if (browser == null) {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("shouxin.chromium", "/usr/bin/chromium")))
                    .setArgs(FLAGS));
        }
        return browser;
    }

    /** Signs in as the sample's person in this role; a second visit brings the session of the first. */
    Visit signIn(String role) {
        String known = SIGNED_IN.get(role);
        if (known != null) {
            context.close();
            enter(known);
            return this;
        }
        page.navigate("/sign-in");
        typeIn(role);
        SIGNED_IN.put(role, context.storageState());
        return this;
    }

    /** Signs in again at the page to which somebody was sent whose session ended, or for a session of one's own. */
    Visit signInAnew(String role) {
        if (!page.url().contains("/sign-in")) {
            page.navigate("/sign-in");
        }
        typeIn(role);
        return this;
    }

    private void typeIn(String role) {
        var signIn = RunningServer.get().signIn(role);
        page.fill("[name=number]", signIn.path("number").asString(""));
        page.fill("[name=password]", signIn.path("password").asString(""));
        page.click("main button[type=submit], form button[type=submit]");
        String totp = signIn.path("totp").asString("");
        if (!totp.isEmpty()) {
            page.waitForURL("**/sign-in/factor");
            page.fill("[name=code]", new AuthenticatorApp(totp).code());
            page.click("form[action$='/sign-in/factor'] button[type=submit]");
        }
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    Visit open(String path) {
        page.navigate(path);
        return this;
    }

    /** The next pages are seen in this light and on a screen of this width. */
    Visit dress(ColorScheme seen, int wide) {
        if (seen != scheme) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(seen));
        }
        if (wide != width) {
            page.setViewportSize(wide, height(wide));
        }
        scheme = seen;
        width = wide;
        return this;
    }

    /** What every page owes, as a list of what this one fails; it begins anew with each question. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Object found = page.evaluate(FAULTS);
        ((List<?>) found).forEach(one -> faults.add(one.toString()));
        complaints.stream().filter(one -> !one.startsWith(REFUSED_PAGE)).forEach(faults::add);
        complaints.clear();
        String said = page.locator("html").getAttribute("lang");
        if (!said.equals(language.startsWith("zh") ? "zh-CN" : "en")) {
            faults.add("speaks " + said);
        }
        String dress = page.url() + " " + language + " " + scheme + " " + width + ": ";
        return faults.stream().map(one -> dress + one).toList();
    }

    Visit holds() {
        assertThat(faults()).isEmpty();
        return this;
    }

    Visit picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
