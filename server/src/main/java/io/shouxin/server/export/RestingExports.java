// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.export;

import io.shouxin.server.export.ExportJob.State;
import io.shouxin.server.language.Words;
import io.shouxin.server.staff.Person;
import io.shouxin.server.staff.RestingWork;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;

/** What became of somebody's exports, for the page of their standing. */
@Component
class RestingExports implements RestingWork {

    private static final String ICON = "file-export";
    private static final String SUSPENDED = "export.why.suspended";

    private final ExportTable table;
    private final Words words;

    RestingExports(ExportTable table, Words words) {
        this.table = table;
        this.words = words;
    }

    @Override
    public List<Item> of(Person person) {
        List<ExportJob> all = table.latest(person.number());
        List<Item> items = new ArrayList<>();
        add(items, "export.resting.open", all.stream()
                .filter(job -> job.state() == State.ASKED || job.state().atWork()).count());
        add(items, "export.resting.stopped", person.suspensions().isEmpty() ? 0 : all.stream()
                .filter(job -> job.why().filter(SUSPENDED::equals).isPresent()).count());
        return items;
    }

    private void add(List<Item> items, String key, long count) {
        if (count > 0) {
            items.add(new Item(ICON, words.of(key, count)));
        }
    }
}
