/**
 * The native compiler, asked by the test: over files of the disk, and over others that only the
 * test has. What it has checked of the first it does not check again.
 */
import type { Project } from 'typescript-native/unstable/sync';
import { API } from 'typescript-native/unstable/sync';

/** Absolute path → what is there instead of the disk's. */
type Texts = Readonly<Record<string, string>>;

export interface Compiler {
  /** The project with these files, and those of the disk else. */
  readonly project: (texts?: Texts) => Project;
  /** What the compiler finds wrong in these files. */
  readonly problems: (files: readonly string[], texts?: Texts) => readonly Problem[];
  readonly close: () => void;
}

interface Problem {
  readonly file: string;
  readonly text: string;
}

/** `config`: the absolute path of a tsconfig.json, which need not be on the disk. */
export function startCompiler(config: string, content: object): Compiler {
  const own = JSON.stringify(content);
  let texts: Texts = {};
  const api = new API({ fs: { readFile: (path) => (path === config ? own : texts[path]) } });
  const project = (replaced: Texts = {}): Project => {
    const changed = Object.keys({ ...texts, ...replaced });
    texts = replaced;
    const snapshot = api.updateSnapshot({ openProjects: [config], fileChanges: { changed } });
    return snapshot.getProject(config)!;
  };
  return {
    project,
    problems(files, replaced) {
      const { program } = project(replaced);
      return files.flatMap((file) =>
        [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
          ({ text }) => ({ file, text }),
        ),
      );
    },
    close: () => api.close(),
  };
}
