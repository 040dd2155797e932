package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;

/** The script by which Argo CD tells a run's health, in a Lua that has no more than Argo CD's: no files, no system, no modules. */
final class HealthScript {
    private final String script;

    HealthScript() throws IOException {
        this.script = Files.readString(RunStateFile.GITOPS.resolve("argocd/health.lua"));
    }

    record Health(String status, String message) {}

    Health of(JsonNode object) {
        Globals lua = new Globals();
        lua.load(new BaseLib());
        lua.load(new PackageLib());
        lua.load(new TableLib());
        lua.load(new StringLib());
        LoadState.install(lua);
        LuaC.install(lua);
        lua.set("obj", value(object));
        LuaTable health = lua.load(script, "health.lua").call().checktable();
        return new Health(
                health.get("status").checkjstring(), health.get("message").checkjstring());
    }

    private static LuaValue value(JsonNode node) {
        if (node.isObject()) {
            LuaTable table = new LuaTable();
            node.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
            return table;
        }
        if (node.isArray()) {
            LuaTable table = new LuaTable();
            for (int i = 0; i < node.size(); i++) {
                table.set(i + 1, value(node.get(i)));
            }
            return table;
        }
        if (node.isNumber()) {
            return LuaValue.valueOf(node.doubleValue());
        }
        return node.isBoolean() ? LuaValue.valueOf(node.booleanValue()) : LuaValue.valueOf(node.asText());
    }
}
