// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Suspensions;
import io.shouxin.server.staff.TestReasons;

import jakarta.servlet.http.Cookie;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The desk as a person at a browser meets it: signed in with a password, on pages, in a language. */
@TestComponent
public class Desk {

    static final Entry.Actor TEST = Entry.Actor.system("test");

    public static final String PASSWORD = "a-password-of-a-test";
    private static final AtomicInteger NUMBERS = new AtomicInteger(70_000);

    private final MockMvc web;
    private final People people;
    private final Suspensions suspensions;
    private final ConcurrentHashMap<String, Seat> seats = new ConcurrentHashMap<>();

    Desk(MockMvc web, People people, Suspensions suspensions) {
        this.web = web;
        this.suspensions = suspensions;
        this.people = people;
        if (people.departments().stream().noneMatch(one -> one.code().equals("desk-test"))) {
            people.add(new Department("desk-test", Optional.empty(), "热线一组", "Care team 1", 0));
        }
    }

    /** A page or a redirect. */
    public record Page(int status, String html, String location, MockHttpServletResponse response) {

        @Override
        public String toString() {
            return status + " " + location;
        }
    }

    /** Somebody in this role, signed in; the same person each time. */
    public Seat seat(String role) throws Exception {
        Seat known = seats.get(role);
        if (known == null) {
            known = newSeat(role);
            seats.put(role, known);
        }
        return known;
    }

    /** Somebody else in this role, suspended for these reasons before signing in. */
    public Seat newSeat(String role, String... suspended) throws Exception {
        String number = "TS" + NUMBERS.incrementAndGet();
        people.add(new People.NewPerson(number, "周敏", "Zhou Min", "desk-test", List.of(role)), PASSWORD, TEST);
        List.of(suspended).forEach(reason -> suspensions.suspend(number, TestReasons.of(reason), TEST));
        MockHttpServletResponse signedIn = web.perform(post("/sign-in").with(csrf())
                .param("number", number).param("password", PASSWORD)).andReturn().getResponse();
        return new Seat(number, signedIn.getCookies());
    }

    /** One person's browser. */
    public final class Seat {

        private final String number;
        private Cookie[] cookies;

        private Seat(String number, Cookie[] cookies) {
            this.number = number;
            this.cookies = cookies;
        }

        /** The second step of the sign-in, with a code of this person's app; the session goes on under a new id. */
        public void prove(String code) throws Exception {
            cookies = send("/sign-in/factor", "code", code).response().getCookies();
        }

        public String number() {
            return number;
        }

        public Page read(String path) throws Exception {
            return read(path, "zh-CN");
        }

        public Page read(String path, String language) throws Exception {
            return page(get(path), language);
        }

        /** Sends a form: names and values in turn. */
        public Page send(String path, String... form) throws Exception {
            return sendIn("zh-CN", path, form);
        }

        public Page sendIn(String language, String path, String... form) throws Exception {
            MockHttpServletRequestBuilder request = post(path).with(csrf());
            for (int i = 0; i < form.length; i += 2) {
                request.param(form[i], form[i + 1]);
            }
            return page(request, language);
        }

        private Page page(MockHttpServletRequestBuilder request, String language) throws Exception {
            MockHttpServletResponse answer = web.perform(request.cookie(cookies)
                    .header("Accept-Language", language)).andReturn().getResponse();
            String location = answer.getRedirectedUrl();
            return new Page(answer.getStatus(), answer.getContentAsString(StandardCharsets.UTF_8),
                    location == null ? "" : location, answer);
        }
    }
}
