package gradus.nn.files.planted;

import tools.jackson.databind.json.JsonMapper;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class FilesUseDatabind {
    JsonMapper mapper() {
        return JsonMapper.shared();
    }
}
