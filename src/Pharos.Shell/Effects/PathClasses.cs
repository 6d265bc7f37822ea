using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>Classifies paths by name alone. The gate uses it for file edits and reads, so that an edit and a command with the same effect are judged the same.</summary>
public static class PathClasses
{
    private static readonly FrozenDictionary<string, PathClass> ByName = Names();

    private static readonly FrozenDictionary<string, PathClass>.AlternateLookup<ReadOnlySpan<char>> NameLookup =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly (string Name, PathClass Class)[] WireNames = Enum.GetValues<PathClass>()
        .Where(static value => value != PathClass.None)
        .Select(static value => (Kebab(value.ToString()), value)).ToArray();

    /// <summary>Classifies an absolute, normalised path.</summary>
    /// <param name="absolutePath">The path; a relative one has no class.</param>
    /// <param name="home">Home folder of the user, absolute.</param>
    public static PathClass Of(string absolutePath, string home)
    {
        if (absolutePath.Length == 0 || absolutePath[0] != '/')
        {
            return PathClass.None;
        }

        var path = absolutePath.AsSpan();
        var name = path[(path.LastIndexOf('/') + 1)..];
        var found = ByFolder(path, name) | ByFileName(path, name);
        if (path.Length == 1 || path is "/home" or "/Users" or "/root" or "/etc" || path.SequenceEqual(home) || IsHomeFolder(path))
        {
            found |= PathClass.HoldsSecrets;
        }

        return found | UnderHome(path, home, name);
    }

    /// <summary>The kebab-case names of a path's classes, for policies.</summary>
    public static IReadOnlyList<string> NamesOf(PathClass classes)
    {
        if (classes == PathClass.None)
        {
            return [];
        }

        var names = new List<string>();
        foreach (var (name, value) in WireNames)
        {
            if ((classes & value) != PathClass.None)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static PathClass ByFolder(ReadOnlySpan<char> path, ReadOnlySpan<char> name)
    {
        var found = PathClass.None;
        if (path.StartsWith("/dev", StringComparison.Ordinal) && (path.Length == 4 || path[4] == '/'))
        {
            return path is "/dev/null" or "/dev/zero" or "/dev/random" or "/dev/urandom" or "/dev/full" or "/dev/tty" or "/dev/stdin" or "/dev/stdout"
                or "/dev/stderr" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/dev/pts/", StringComparison.Ordinal)
                ? PathClass.Stream
                : path.StartsWith("/dev/shm", StringComparison.Ordinal) ? PathClass.Temporary : PathClass.Device;
        }

        if (path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal))
        {
            found |= PathClass.Kernel;
            return name is "environ" or "mem" or "maps" or "kcore" ? found | PathClass.Secret : found;
        }

        if (Under(path, "/tmp") || Under(path, "/var/tmp") || Under(path, "/private/tmp"))
        {
            return PathClass.Temporary;
        }

        if (Under(path, "/etc") || Under(path, "/usr") && !Under(path, "/usr/local/src") || Under(path, "/bin") || Under(path, "/sbin") || Under(path, "/lib")
            || Under(path, "/lib64") || Under(path, "/boot") || Under(path, "/var") || Under(path, "/System") || Under(path, "/Library")
            || Under(path, "/opt") || Under(path, "/snap") || Under(path, "/efi"))
        {
            found |= PathClass.System;
        }

        if (Under(path, "/var/log") || Under(path, "/run/log"))
        {
            found |= PathClass.Log;
        }

        if (Under(path, "/var/spool/cron") || path.StartsWith("/etc/cron", StringComparison.Ordinal) || Under(path, "/var/spool/at")
            || Under(path, "/etc/systemd") || Under(path, "/lib/systemd") || Under(path, "/usr/lib/systemd") || Under(path, "/etc/init.d")
            || path.StartsWith("/etc/rc", StringComparison.Ordinal) || Under(path, "/etc/init") || path is "/etc/inittab" or "/etc/anacrontab"
            || Under(path, "/Library/LaunchAgents") || Under(path, "/Library/LaunchDaemons") || Under(path, "/etc/udev") || Under(path, "/lib/udev")
            || Under(path, "/etc/emond.d") || Under(path, "/Library/StartupItems") || Under(path, "/etc/apt/apt.conf.d") || Under(path, "/etc/dnf/plugins")
            || Under(path, "/etc/periodic") || Under(path, "/usr/local/etc/rc.d"))
        {
            found |= PathClass.Schedule;
        }

        if (Under(path, "/etc/profile.d") || path is "/etc/profile" or "/etc/bash.bashrc" or "/etc/bashrc" or "/etc/zshrc" or "/etc/zshenv" or "/etc/zprofile"
            or "/etc/environment" or "/etc/ld.so.preload" or "/etc/ld.so.conf" || Under(path, "/etc/ld.so.conf.d") || Under(path, "/etc/update-motd.d")
            || Under(path, "/etc/xdg/autostart") || Under(path, "/etc/zsh") || Under(path, "/etc/modules-load.d"))
        {
            found |= PathClass.StartUp;
        }

        if (path is "/etc/passwd" or "/etc/group" or "/etc/sudoers" or "/etc/doas.conf" or "/etc/login.defs" or "/etc/gshadow" or "/usr/local/etc/sudoers"
            || Under(path, "/etc/sudoers.d") || Under(path, "/etc/pam.d") || Under(path, "/etc/security") || Under(path, "/etc/polkit-1")
            || path.StartsWith("/etc/shadow", StringComparison.Ordinal) || path is "/etc/master.passwd" or "/etc/pam.conf")
        {
            found |= PathClass.Privilege;
        }

        if (path.StartsWith("/etc/shadow", StringComparison.Ordinal) || path.StartsWith("/etc/gshadow", StringComparison.Ordinal)
            || path is "/etc/master.passwd" or "/etc/krb5.keytab" || Under(path, "/etc/ssl/private") || Under(path, "/etc/letsencrypt/live")
            || Under(path, "/var/run/secrets") || Under(path, "/run/secrets") || path is "/etc/kubernetes/admin.conf" || Under(path, "/etc/wireguard")
            || Under(path, "/var/db/dslocal") || path is "/etc/security/opasswd" || Under(path, "/etc/NetworkManager/system-connections"))
        {
            found |= PathClass.Secret;
        }

        return found;
    }

    private static PathClass ByFileName(ReadOnlySpan<char> path, ReadOnlySpan<char> name)
    {
        var found = PathClass.None;
        if (NameLookup.TryGetValue(name, out var byName))
        {
            found |= byName;
        }

        if (path.Contains("/.git/", StringComparison.Ordinal) || name is ".git")
        {
            found |= PathClass.Repository;
            if (path.Contains("/.git/hooks", StringComparison.Ordinal) || path.EndsWith("/.git/config", StringComparison.Ordinal)
                || path.Contains("/.git/modules/", StringComparison.Ordinal) || path.EndsWith("/.git/info/attributes", StringComparison.Ordinal))
            {
                found |= PathClass.Hook;
            }
        }

        if (path.Contains("/.husky/", StringComparison.Ordinal) || OpeningSettings.Holds(path))
        {
            found |= PathClass.Hook;
        }

        if (path.Contains("/node_modules/", StringComparison.Ordinal) || path.Contains("/__pycache__/", StringComparison.Ordinal)
            || path.Contains("/.venv/", StringComparison.Ordinal) || path.Contains("/target/debug/", StringComparison.Ordinal)
            || path.Contains("/bin/Debug/", StringComparison.Ordinal))
        {
            found |= PathClass.Generated;
        }

        if (path.Contains("/.github/workflows/", StringComparison.Ordinal) || path.Contains("/.vscode/", StringComparison.Ordinal)
            || path.Contains("/.claude/", StringComparison.Ordinal) || path.Contains("/.cursor/", StringComparison.Ordinal)
            || path.Contains("/.codex/", StringComparison.Ordinal) || path.Contains("/.gemini/", StringComparison.Ordinal)
            || path.Contains("/.idea/", StringComparison.Ordinal) || path.Contains("/.circleci/", StringComparison.Ordinal))
        {
            found |= PathClass.Automation;
        }

        if (name.StartsWith(".env", StringComparison.Ordinal) && (name.Length == 4 || name[4] == '.')
            && name is not (".env.example" or ".env.sample" or ".env.template" or ".env.dist" or ".env.test"))
        {
            found |= PathClass.Secret;
        }

        if (name.StartsWith("id_", StringComparison.Ordinal) && !name.EndsWith(".pub", StringComparison.Ordinal)
            && (name.StartsWith("id_rsa", StringComparison.Ordinal) || name.StartsWith("id_ed25519", StringComparison.Ordinal)
            || name.StartsWith("id_ecdsa", StringComparison.Ordinal) || name.StartsWith("id_dsa", StringComparison.Ordinal)))
        {
            found |= PathClass.Secret;
        }

        if (name.EndsWith(".pem", StringComparison.Ordinal) && !name.Contains("cert", StringComparison.Ordinal) && !name.StartsWith("ca", StringComparison.Ordinal)
            || name.EndsWith(".p12", StringComparison.Ordinal) || name.EndsWith(".pfx", StringComparison.Ordinal) || name.EndsWith(".kdbx", StringComparison.Ordinal)
            || name.EndsWith(".keytab", StringComparison.Ordinal) || name.EndsWith(".keychain-db", StringComparison.Ordinal)
            || name.EndsWith(".keychain", StringComparison.Ordinal) || name.EndsWith(".jks", StringComparison.Ordinal) || name.EndsWith("_history", StringComparison.Ordinal))
        {
            found |= PathClass.Secret;
        }

        if (name.EndsWith("_history", StringComparison.Ordinal) && name.StartsWith(".", StringComparison.Ordinal))
        {
            found |= PathClass.Log;
        }

        return found;
    }

    private static PathClass UnderHome(ReadOnlySpan<char> path, string home, ReadOnlySpan<char> name)
    {
        // A home folder of another user counts as much as one's own, so the part after /home/NAME decides.
        ReadOnlySpan<char> rest;
        if (home.Length > 1 && path.Length > home.Length && path.StartsWith(home, StringComparison.Ordinal) && path[home.Length] == '/')
        {
            rest = path[(home.Length + 1)..];
        }
        else if (path.StartsWith("/root/", StringComparison.Ordinal))
        {
            rest = path[6..];
        }
        else if (path.StartsWith("/home/", StringComparison.Ordinal) || path.StartsWith("/Users/", StringComparison.Ordinal))
        {
            var user = path[(path[1..].IndexOf('/') + 2)..];
            var slash = user.IndexOf('/');
            if (slash < 0)
            {
                return PathClass.None;
            }

            rest = user[(slash + 1)..];
        }
        else
        {
            return PathClass.None;
        }

        var found = PathClass.None;
        if (Below(rest, ".ssh"))
        {
            found |= name is "known_hosts" or "config" || name.EndsWith(".pub", StringComparison.Ordinal) ? PathClass.None : PathClass.Secret;
            found |= name is "authorized_keys" or "authorized_keys2" or "rc" or "config" || rest is ".ssh" ? PathClass.Access : PathClass.None;
        }

        if (Below(rest, ".gnupg") || Below(rest, ".aws") || Below(rest, ".azure") || Below(rest, ".config/gcloud") || Below(rest, ".kube")
            || Below(rest, ".password-store") || Below(rest, ".local/share/keyrings") || Below(rest, "Library/Keychains") || Below(rest, ".config/gh")
            || Below(rest, ".mozilla") || Below(rest, ".config/google-chrome") || Below(rest, ".config/chromium") || Below(rest, ".config/BraveSoftware")
            || Below(rest, ".docker") && name is "config.json" || Below(rest, ".config/op") || Below(rest, ".electrum") || Below(rest, ".bitcoin")
            || Below(rest, "Library/Application Support/Google/Chrome") || Below(rest, "Library/Cookies") || Below(rest, ".config/doctl")
            || Below(rest, ".terraform.d") || Below(rest, ".cargo") && name is "credentials" or "credentials.toml" || Below(rest, ".thunderbird"))
        {
            found |= PathClass.Secret;
        }

        if (Below(rest, ".config/autostart") || Below(rest, ".config/systemd") || Below(rest, "Library/LaunchAgents") || Below(rest, ".local/share/systemd"))
        {
            found |= PathClass.Schedule;
        }

        if (Below(rest, ".config/fish") || Below(rest, ".bashrc.d") || Below(rest, ".oh-my-zsh") || Below(rest, ".vim") || Below(rest, ".config/nvim")
            || Below(rest, ".emacs.d") || Below(rest, ".config/environment.d") || Below(rest, ".local/bin") || Below(rest, "bin"))
        {
            found |= PathClass.StartUp;
        }

        return found;
    }

    private static bool Under(ReadOnlySpan<char> path, ReadOnlySpan<char> folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/');

    private static bool Below(ReadOnlySpan<char> rest, ReadOnlySpan<char> folder) => Under(rest, folder);

    private static bool IsHomeFolder(ReadOnlySpan<char> path) =>
        (path.StartsWith("/home/", StringComparison.Ordinal) && path[6..].IndexOf('/') < 0)
        || (path.StartsWith("/Users/", StringComparison.Ordinal) && path[7..].IndexOf('/') < 0);

    private static FrozenDictionary<string, PathClass> Names()
    {
        var names = new Dictionary<string, PathClass>(StringComparer.Ordinal);
        void Add(PathClass value, string list)
        {
            foreach (var name in list.Split(' '))
            {
                names[name] = names.GetValueOrDefault(name) | value;
            }
        }

        Add(PathClass.Secret, ".netrc _netrc .pgpass .my.cnf .npmrc .pypirc .git-credentials .htpasswd credentials.json service-account.json secrets.yml secrets.yaml "
            + "secrets.json .vault-token kubeconfig .dockercfg .s3cfg .boto .rediscli_auth wp-config.php shadow master.key accessTokens.json access_tokens.db "
            + "credentials.db login.keychain-db logins.json key4.db cookies.sqlite sshpass.txt .envrc .age-key age.key wallet.dat terraform.tfstate .msmtprc "
            + ".fetchmailrc .cloudflared Cookies");
        names["Cookies"] = PathClass.Secret;
        names["Login Data"] = PathClass.Secret;
        Add(PathClass.StartUp, ".bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .login "
            + ".logout .inputrc .vimrc .exrc .nanorc .emacs .screenrc .tmux.conf .pythonrc .irbrc .xinitrc .xsession .xprofile .pam_environment .gdbinit "
            + ".psqlrc .sqliterc .Rprofile config.fish .lessfilter .wgetrc .curlrc .gitconfig .hgrc sitecustomize.py usercustomize.py .envrc .rhosts .forward");
        Add(PathClass.Access, "authorized_keys authorized_keys2 sshd_config .rhosts .shosts hosts.equiv");
        Add(PathClass.Log, ".bash_history .zsh_history .history .python_history .node_repl_history .mysql_history .psql_history .sh_history wtmp btmp utmp lastlog "
            + "auth.log syslog audit.log secure");
        Add(PathClass.Generated, "node_modules __pycache__ .venv venv .tox .pytest_cache .mypy_cache .ruff_cache target dist build out obj .next .nuxt .turbo .gradle "
            + "coverage .nyc_output .cache .parcel-cache");
        Add(PathClass.Automation, "package.json Makefile makefile GNUmakefile justfile Justfile Rakefile build.gradle build.gradle.kts pom.xml build.rs setup.py "
            + "conftest.py CMakeLists.txt .gitlab-ci.yml Jenkinsfile azure-pipelines.yml .travis.yml Dockerfile docker-compose.yml compose.yaml tox.ini noxfile.py "
            + ".pre-commit-config.yaml Directory.Build.props Directory.Build.targets .mcp.json CLAUDE.md AGENTS.md GEMINI.md .cursorrules .gitattributes .gitmodules");
        Add(PathClass.Hook, "pre-commit post-commit pre-push post-checkout post-merge commit-msg prepare-commit-msg pre-receive post-receive");
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Kebab(string name)
    {
        var text = new System.Text.StringBuilder();
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
