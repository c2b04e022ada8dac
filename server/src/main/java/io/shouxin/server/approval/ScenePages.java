// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.register.Registers;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.List;

/**
 * Where a second person has to agree, for everybody who may be asked for it or ask: whoever works with customers
 * learns here who decides, before they need it.
 */
@Controller
class ScenePages {

    private final Scenes scenes;
    private final Registers registers;

    ScenePages(Scenes scenes, Registers registers) {
        this.scenes = scenes;
        this.registers = registers;
    }

    @GetMapping("/scenes")
    String all(Model model) {
        Caller reader = Callers.present();
        List<SceneView> all = registers.none() ? List.of() : scenes.all(reader);
        model.addAttribute("scenes", all);
        model.addAttribute("register", registers.none() ? 0 : registers.inForce().version());
        model.addAttribute("reads", reader.may(Permission.REGISTER_READ));
        model.addAttribute("proposes", reader.may(Permission.REGISTER_PROPOSE));
        model.addAttribute("nobody", all.stream().filter(one -> one.there() != null && one.there().count() == 0)
                .map(SceneView::name).toList());
        return "approval/scenes";
    }
}
