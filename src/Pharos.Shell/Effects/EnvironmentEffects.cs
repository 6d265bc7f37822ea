using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>What setting an environment variable does to the programs that see it.</summary>
internal static class EnvironmentEffects
{
    private static readonly FrozenSet<string> HoldCommands = Set(
        "PAGER GIT_PAGER MANPAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_SSH_COMMAND GIT_SSH GIT_EXTERNAL_DIFF GIT_PROXY_COMMAND GIT_ASKPASS SSH_ASKPASS "
        + "SUDO_ASKPASS BROWSER PROMPT_COMMAND LESSOPEN LESSCLOSE MANOPT RSYNC_RSH CVS_RSH SVN_SSH SVN_EDITOR FCEDIT HGEDITOR TAR_OPTIONS CC CXX RUSTC_WRAPPER RUSTC "
        + "CARGO_BUILD_RUSTC_WRAPPER PSQL_PAGER PSQL_EDITOR KUBE_EDITOR SYSTEMD_PAGER SYSTEMD_EDITOR DOCKER_BUILDKIT_HOST BAT_PAGER DELTA_PAGER LESSEDIT DIFFPROG MERGE TERMCMD XDG_TERMINAL_EMULATOR");

    private static readonly FrozenSet<string> LoadCode = Set(
        "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH BASH_ENV ENV IFS ZDOTDIR PYTHONSTARTUP PYTHONHOME PYTHONINSPECT PYTHONUSERBASE "
        + "PERL5OPT PERL5LIB PERL5DB RUBYOPT RUBYLIB NODE_OPTIONS NODE_PATH JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS CLASSPATH SHELLOPTS BASHOPTS "
        + "GIT_CONFIG GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_EXEC_PATH GIT_TEMPLATE_DIR GIT_DIR GIT_WORK_TREE GCONV_PATH "
        + "LUA_INIT PHPRC PHP_INI_SCAN_DIR DOTNET_STARTUP_HOOKS CORECLR_PROFILER COR_PROFILER MAKEFLAGS MAKEFILES GNUMAKEFLAGS CARGO_HOME RUSTFLAGS GOFLAGS GOPROXY "
        + "NPM_CONFIG_REGISTRY npm_config_registry PIP_INDEX_URL PIP_EXTRA_INDEX_URL SHELL PS4 EXINIT VIMINIT GDBINIT TERMINFO SSH_AUTH_SOCK DOCKER_HOST KUBECONFIG "
        + "OPENSSL_CONF R_PROFILE R_PROFILE_USER ERL_FLAGS ELIXIR_ERL_OPTIONS GOROOT TCLLIBPATH PYTHONBREAKPOINT WGETRC CURL_HOME INPUTRC PERL_MM_OPT PERL5SHELL");

    public static void Read(string name, ShellWord value, ReadingBuilder reading)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (value.Text.Contains("[$(", StringComparison.Ordinal) || value.Text.Contains("[`", StringComparison.Ordinal))
        {
            // Wherever a number is expected later, the shell evaluates the index, and with it the command.
            reading.Execute(Certainty.Unknown, name);
        }

        var array = name.IndexOf('[');
        if (array > 0)
        {
            name = name[..array];
        }

        if (name == "PATH")
        {
            // Folders added at the end cannot shadow a program that exists; anything else may change what every later name means.
            var certainty = value.Text.StartsWith("$PATH:", StringComparison.Ordinal) || value.Text.StartsWith("${PATH}:", StringComparison.Ordinal)
                ? Certainty.Possible : Certainty.Unknown;
            reading.Add(EffectKind.Execute, certainty, TargetKind.Variable, name);
        }
        else if (name == "PYTHONPATH" && value.IsKnown && value.Text is "." or "src" or "")
        {
            reading.Add(EffectKind.Execute, Certainty.Possible, TargetKind.Variable, name);
        }
        else if (HoldCommands.Contains(name) || name.EndsWith("PAGER", StringComparison.Ordinal) || name.EndsWith("EDITOR", StringComparison.Ordinal) || name.EndsWith("ASKPASS", StringComparison.Ordinal))
        {
            if (!value.IsKnown || value.Text.Length > 0)
            {
                reading.Script(value, name);
                reading.HasCode = false;
            }
        }
        else if (LoadCode.Contains(name) || name is "PYTHONPATH" || name.StartsWith("GIT_CONFIG_", StringComparison.Ordinal) || name.StartsWith("BASH_FUNC_", StringComparison.Ordinal)
            || name.StartsWith("LD_", StringComparison.Ordinal) || name.StartsWith("DYLD_", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Execute, Certainty.Unknown, TargetKind.Variable, name);
        }
        else if (name is "http_proxy" or "https_proxy" or "all_proxy" or "HTTP_PROXY" or "HTTPS_PROXY" or "ALL_PROXY" && value.Text.Length > 0)
        {
            reading.Add(EffectKind.Network, Certainty.Possible, TargetKind.Host, value.Text);
        }
        else if (name is "HISTFILE" or "HISTCONTROL" or "HISTIGNORE" || (name is "HISTSIZE" or "HISTFILESIZE" && value.Text is "0" or ""))
        {
            reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Variable, name);
        }
        else if (name is "NODE_TLS_REJECT_UNAUTHORIZED" or "GIT_SSL_NO_VERIFY" or "PYTHONHTTPSVERIFY" or "SSH_CLIENT" or "GOINSECURE" or "GONOSUMCHECK" or "GONOSUMDB")
        {
            reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Variable, name);
        }
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
