// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.settings;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.List;

/** What this node runs with. Settings are changed in its configuration, not here. */
@Controller
class SettingsPage {

    private final Settings settings;

    SettingsPage(Settings settings) {
        this.settings = settings;
    }

    @GetMapping("/settings")
    @PreAuthorize("hasAuthority('settings.read')")
    String settings(Model model) {
        List<Settings.Group> groups = settings.groups();
        model.addAttribute("groups", groups);
        model.addAttribute("wrong", groups.stream().flatMap(group -> group.lines().stream())
                .filter(line -> line.state() == Settings.State.BAD || line.state() == Settings.State.WARN).toList());
        return "settings/settings";
    }
}
