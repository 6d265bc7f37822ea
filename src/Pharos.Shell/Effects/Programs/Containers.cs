namespace Pharos.Shell.Effects.Programs;

/// <summary>Container engines and clusters.</summary>
internal static class Containers
{
    private const string RunOptions = "-v|--volume=none --mount=none --privileged!escalate --cap-add=none!escalate --pid=none!escalate? --network|--net=none --device=none!escalate --security-opt=none!weaken --userns=none --ipc=none -e|--env=none --env-file=read -p|--publish=none!listen? -P!listen? -w|--workdir=none "
        + "-u|--user=none --name=none --entrypoint=none -h|--hostname=none -l|--label=none --rm -i -t -d --restart=none --memory=none -m=none --cpus=none --gpus=none --platform=none --pull=none --link=none --cidfile=write --volumes-from=none --log-driver=none --log-opt=none --add-host=none --dns=none --shm-size=none --ulimit=none --tmpfs=none --cgroupns=none --interactive --tty --detach --init --read-only -a=none";

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("docker podman nerdctl", "", "-H|--host=host -c|--context=none --config=list -l|--log-level=none -D --tls*")
        {
            Traits = Traits.Harmless,
            Subcommands =
            [
                new("ps images logs inspect version info top stats port diff history events search context help", "none*", "-f|--filter=none --format=none -n=none", "list") { Traits = Traits.Harmless },
                new("run create", "none*", RunOptions, "exec download?") { Traits = Traits.StopAtOperand, After = Run },
                new("exec", "none*", RunOptions, "exec") { Traits = Traits.StopAtOperand, After = Exec },
                new("build buildx", "guess", "-f|--file=read -t|--tag=none --build-arg=none --target=none -o|--output=write --secret=none --ssh=none --platform=none", "exec download?") { Traits = Traits.Harmless },
                new("compose", "none*", "-f|--file=script", "exec") { Traits = Traits.Harmless, After = CloudPrograms.LocalVerbs },
                new("pull load import", "none*", "-i|--input=read", "download install") { Traits = Traits.Harmless },
                new("push login logout", "none*", "", "net remote upload") { Traits = Traits.Harmless },
                new("cp", "guess*", "", "write?") { Traits = Traits.Harmless },
                new("save export", "none*", "-o|--output=write") { Traits = Traits.Harmless },
                new("start stop restart kill pause unpause wait attach rename update tag commit", "none*", "", "control") { Traits = Traits.Harmless },
                new("rm rmi prune", "none*", "", "delete:docker") { Traits = Traits.Harmless },
                new("*", "none*", "", "control?") { Traits = Traits.Harmless, After = CloudPrograms.LocalVerbs },
            ],
        },
        new("docker-compose podman-compose", "none*", "-f|--file=script", "exec") { Traits = Traits.Harmless, After = CloudPrograms.LocalVerbs },
        new("kubectl oc k3s microk8s kubens kubectx", "none*", "-n|--namespace=none -f|--filename=guess -o|--output=none --kubeconfig=key -c=none") { Traits = Traits.Harmless, After = Kube },
        new("helm helmfile kustomize minikube kind k3d argocd flux istioctl linkerd skaffold tilt velero stern k9s kubeadm eksctl kops crane skopeo buildah crictl ctr cosign virsh multipass limactl lxc incus VBoxManage qm pct apptainer singularity distrobox toolbox devcontainer colima", "none*", "", "") { Traits = Traits.Harmless, After = CloudPrograms.Verbs },
        new("qemu-img qemu-system-x86_64 virt-install", "guess*", "", "write? exec?") { Traits = Traits.Harmless },
    ];

    private static void Run(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (value is not { } word || option.Key is not ("-v" or "--mount" or "--network" or "--userns" or "--ipc"))
            {
                continue;
            }

            var text = word.Text;
            if (option.Key is "--network" or "--userns" or "--ipc")
            {
                if (text == "host")
                {
                    reading.Add(EffectKind.Escalate, Certainty.Possible, TargetKind.Program, reading.Label);
                }

                continue;
            }

            var source = option.Key == "-v" ? text.Split(':')[0] : text.Split(',').FirstOrDefault(static part => part.StartsWith("source=", StringComparison.Ordinal) || part.StartsWith("src=", StringComparison.Ordinal)) is { } part ? part[(part.IndexOf('=') + 1)..] : "";
            if (source.StartsWith('/') || source.StartsWith('.') || source.StartsWith('~') || source.StartsWith('$'))
            {
                Mounted(word, source, text, reading);
            }
        }

        if (arguments.Value("--entrypoint") is { } entry)
        {
            reading.Nested([entry, .. SpecReader.Rest(arguments.Operands, 1)], reading.Label, elsewhere: true);
        }
        else
        {
            reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);
        }
    }

    private static void Mounted(ShellWord word, string source, string text, ReadingBuilder reading)
    {
        if (!word.IsKnown && !word.KnownPrefix.StartsWith(source, StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Write, Certainty.Unknown, TargetKind.Path, source);
            return;
        }

        var path = PathText.Normalise(reading.Directory, source);
        reading.IsRecursive = true;
        reading.Absolute(EffectKind.Read, path, Certainty.Possible);
        if (!text.EndsWith(":ro", StringComparison.Ordinal) && !text.Contains("readonly", StringComparison.Ordinal))
        {
            reading.Absolute(EffectKind.Write, path, Certainty.Possible);
        }

        // The container's root is the host's root for what is mounted; the engine's socket gives everything.
        if (path is "/" or "/etc" or "/root" or "/var" or "/usr" or "/home" or "/boot" or "/dev" or "/proc" or "/sys" || path.EndsWith(".sock", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Path, path);
        }
    }

    private static void Exec(ParsedArguments arguments, ReadingBuilder reading) =>
        reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);

    private static void Kube(ParsedArguments arguments, ReadingBuilder reading)
    {
        CloudPrograms.Verbs(arguments, reading);
        if (arguments.Operands.Any(static word => word.Text is "secret" or "secrets" || word.Text.StartsWith("secret/", StringComparison.Ordinal)) && arguments.Operands[0].Text is "get" or "describe")
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Program, "kubectl secret");
        }

        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "exec" or "run" or "debug" or "attach")
        {
            reading.Execute(Certainty.Certain, "kubectl " + arguments.Operands[0].Text);
            var words = reading.Command.Arguments;
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].Text == "--")
                {
                    reading.Nested(SpecReader.Rest(words, i + 1), "kubectl exec", elsewhere: true);
                }
            }
        }
    }
}
